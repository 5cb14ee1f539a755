-- Round 2, strongest identifier: records without customer_id, by e-mail. Row count = customers taken.
UPDATE import_person AS p
SET row = r.row, round = 2, first_row = least(p.first_row, r.row), may_differ = true
FROM import_row AS r
JOIN (
    SELECT email, (array_agg(id))[1] AS id
    FROM import_person WHERE email IS NOT NULL GROUP BY email HAVING count(*) = 1
) AS c ON c.email = r.email
WHERE r.customer_id IS NULL AND p.id = c.id
