-- Fetch the stored customers whose customer_id is a weak id of the file and who are not fetched yet. (No round has changed
-- a customer_id, for the file has none.) Row count = customers fetched.
INSERT INTO import_person
    (id, customer_id, name, surname, email, phone, status, round, is_new, is_changed)
SELECT c.id, c.customer_id, c.name, c.surname, c.email, c.phone, c.status, 0, false, false
FROM (
    SELECT weak_id FROM import_weak_id
    UNION
    SELECT weak_id FROM import_row WHERE email IS NULL AND phone IS NULL
) AS sought
CROSS JOIN LATERAL (
    SELECT * FROM customers AS stored
    WHERE stored.account_id = %(account_id)s AND stored.customer_id = sought.weak_id {fence}
) AS c
WHERE NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = c.id)
