-- Rows with nothing but one weak id that have different names or surnames: all of them are rejected.
-- Row count = records rejected.
INSERT INTO import_reject (record, field, customers)
SELECT member.record, 'customer_id', 0
FROM import_member AS member JOIN import_row AS r USING (position)
WHERE r.email IS NULL AND r.phone IS NULL
GROUP BY member.record
HAVING count(DISTINCT fold(r.name)) > 1 OR count(DISTINCT fold(r.surname)) > 1
