-- A later round: records whose strongest identifier, {key}, several customers share. Row count = records rejected.
INSERT INTO import_reject (record, field, customers)
SELECT r.position, '{key}', c.customers
FROM import_row AS r
JOIN (
    SELECT {key}, count(*) AS customers
    FROM import_person WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1
) AS c ON c.{key} = r.{key}
WHERE r.customer_id IS NULL AND (r.email IS NULL OR %(round)s = 2)
