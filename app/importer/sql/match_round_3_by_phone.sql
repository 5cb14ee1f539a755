-- Round 3, only identifier: records with a phone alone. Row count = customers taken.
UPDATE import_person AS p
SET row = r.row, round = 3, first_row = least(p.first_row, r.row), may_differ = true
FROM import_row AS r
JOIN (
    SELECT phone, (array_agg(id))[1] AS id
    FROM import_person WHERE phone IS NOT NULL GROUP BY phone HAVING count(*) = 1
) AS c ON c.phone = r.phone
WHERE r.customer_id IS NULL AND r.email IS NULL AND p.id = c.id
