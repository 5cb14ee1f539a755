-- Round 1, third identifier: customers with this phone and no customer_id. A record that brings an e-mail is
-- contradicted by any customer who has one (the same e-mail was taken a step ago), so it counts only those without.
-- Several candidates decide nothing. Row count = customers taken.
UPDATE import_person AS p
SET record = m.record, round = 1, first_record = m.record
FROM (
    WITH candidate AS (
        SELECT phone,
            count(*) AS customers,
            (array_agg(id))[1] AS id,
            count(*) FILTER (WHERE email IS NULL) AS without_email,
            (array_agg(id) FILTER (WHERE email IS NULL))[1] AS id_without_email
        FROM import_person
        WHERE phone IS NOT NULL AND customer_id IS NULL AND round = 0
        GROUP BY phone
    )
    SELECT CASE WHEN r.email IS NULL THEN c.id ELSE c.id_without_email END AS id, min(r.position) AS record
    FROM import_row AS r JOIN candidate AS c ON c.phone = r.phone
    WHERE r.customer_id IS NOT NULL
        AND CASE WHEN r.email IS NULL THEN c.customers ELSE c.without_email END = 1
        AND NOT EXISTS (SELECT FROM import_person AS taken WHERE taken.record = r.position)
    GROUP BY 1
) AS m
WHERE p.id = m.id
