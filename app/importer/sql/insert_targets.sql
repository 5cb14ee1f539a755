-- Enrols the accepted rows' customers who are not enrolled and may be: neither suppressed themselves, as the rounds
-- left them, nor sharing an e-mail or phone with somebody who is. (Each spelling of a status is folded once.)
-- A target's id counts the file's rows, so ids ascend in file order; the rows are written in the order of the
-- customers' ids, so that the look-ups of the foreign key and the inserts into the index walk, not jump.
-- Row count = "targets_created".
WITH spelling AS MATERIALIZED (SELECT DISTINCT status FROM import_person),
suppressed AS MATERIALIZED (
    SELECT status FROM spelling WHERE fold_status(status) = ANY(%(suppressed)s)
),
opted_out AS MATERIALIZED (
    SELECT p.email, p.phone FROM import_person AS p JOIN suppressed USING (status)
    UNION ALL
    SELECT email, phone FROM import_opt_out
)
INSERT INTO campaign_targets
    (account_id, campaign_id, id, customer_id, assigned_agent_id, created_at, updated_at)
SELECT %(account_id)s, %(campaign_id)s, (%(id_prefix)s || lpad(to_hex(p.first_row), 8, '0'))::uuid,
    p.id, %(agent_id)s, %(now)s, %(now)s
FROM import_person AS p
WHERE p.round > 0
    AND NOT EXISTS (SELECT FROM import_enrolled AS e WHERE e.customer_id = p.id)
    AND NOT EXISTS (SELECT FROM suppressed AS s WHERE s.status = p.status)
    AND NOT EXISTS (SELECT FROM opted_out AS o WHERE o.email = p.email)
    AND NOT EXISTS (SELECT FROM opted_out AS o WHERE o.phone = p.phone)
ORDER BY p.id
