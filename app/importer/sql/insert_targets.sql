-- Enrols the accepted rows' customers who are not enrolled and may be: neither suppressed themselves, as the rounds
-- left them, nor sharing an e-mail or phone with somebody who is. (Each spelling of a status is folded once.)
-- Who may not be is usually nobody: then finding them costs nothing, and everybody is compared with an empty set once.
-- A target's id counts the file's accepted rows, so ids ascend in file order (eight digits, the first of them 5 or more:
-- that of a customer's counter is a round). The rows are written in the order of the customers' ids, so that the look-ups
-- of the foreign key and the inserts into the index walk, not jump; and sorted before they are as wide as a target.
-- Row count = "targets_created".
WITH spelling AS MATERIALIZED (SELECT DISTINCT status FROM import_person),
suppressed AS MATERIALIZED (
    SELECT status FROM spelling WHERE is_refusal(status, {refusals})
),
opted_out AS MATERIALIZED (
    SELECT p.email, p.phone FROM import_person AS p JOIN suppressed USING (status)
    UNION ALL
    SELECT email, phone FROM import_opt_out
),
barred AS MATERIALIZED (
    SELECT customer_id AS id FROM import_enrolled
    UNION ALL
    SELECT p.id FROM import_person AS p JOIN suppressed USING (status)
    UNION ALL
    SELECT id FROM import_person WHERE email IN (SELECT email FROM opted_out)
    UNION ALL
    SELECT id FROM import_person WHERE phone IN (SELECT phone FROM opted_out)
)
INSERT INTO campaign_targets
    (account_id, campaign_id, id, customer_id, assigned_agent_id, created_at, updated_at)
SELECT %(account_id)s, %(campaign_id)s, (%(id_prefix)s || to_hex(x'50000000'::bigint + first_record))::uuid,
    id, %(agent_id)s, %(now)s, %(now)s
FROM (
    SELECT p.id, p.first_record
    FROM import_person AS p
    WHERE p.round > 0 AND NOT EXISTS (SELECT FROM barred WHERE barred.id = p.id)
    ORDER BY p.id
) AS enrolled
