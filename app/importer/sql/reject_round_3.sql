-- Round 3: several customers share the record's phone. Row count = records rejected.
INSERT INTO import_reject (record, field, customers)
SELECT r.row, 'phone', c.customers
FROM import_row AS r
JOIN (
    SELECT phone, count(*) AS customers
    FROM import_person WHERE phone IS NOT NULL GROUP BY phone HAVING count(*) > 1
) AS c ON c.phone = r.phone
WHERE r.customer_id IS NULL AND r.email IS NULL
