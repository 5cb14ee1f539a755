-- Round 2: several customers share the record's e-mail. Row count = records rejected.
INSERT INTO import_reject (record, field, customers)
SELECT r.row, 'email', c.customers
FROM import_row AS r
JOIN (
    SELECT email, count(*) AS customers
    FROM import_person WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1
) AS c ON c.email = r.email
WHERE r.customer_id IS NULL
