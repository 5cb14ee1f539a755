-- Round 2, second identifier: customers with this phone and no e-mail (any other would contradict), not taken by
-- e-mail a step ago. Several candidates decide nothing. Row count = customers taken.
UPDATE import_person AS p
SET record = m.record, round = 2, first_record = least(p.first_record, m.record), may_differ = true
FROM (
    WITH candidate AS (
        SELECT phone, (array_agg(id))[1] AS id
        FROM import_person
        WHERE phone IS NOT NULL AND email IS NULL
        GROUP BY phone HAVING count(*) = 1
    )
    SELECT c.id, min(r.position) AS record
    FROM import_row AS r JOIN candidate AS c ON c.phone = r.phone
    WHERE r.customer_id IS NULL AND r.email IS NOT NULL
        AND NOT EXISTS (SELECT FROM import_person AS taken WHERE taken.record = r.position AND taken.round = 2)
        AND NOT EXISTS (SELECT FROM import_reject AS rejected WHERE rejected.record = r.position)
    GROUP BY c.id
) AS m
WHERE p.id = m.id
