-- The stored customers who share an e-mail or a phone with a record not matched yet; each once, taken by nobody.
-- The identifiers are made distinct first: a switchboard's phone in a thousand rows is looked up once.
-- Row count = customers fetched.
INSERT INTO import_person
    (id, customer_id, name, surname, email, phone, status, round, is_new, is_changed)
WITH pending AS MATERIALIZED (
    SELECT email, phone FROM import_row AS r
    WHERE NOT EXISTS (SELECT FROM import_person AS p WHERE p.row = r.row)
),
found AS (
    SELECT c.id, c.customer_id, c.name, c.surname, c.email, c.phone, c.status
    FROM (SELECT DISTINCT email FROM pending WHERE email IS NOT NULL) AS e
    JOIN customers AS c ON c.account_id = %(account_id)s AND c.email = e.email
    UNION
    SELECT c.id, c.customer_id, c.name, c.surname, c.email, c.phone, c.status
    FROM (SELECT DISTINCT phone FROM pending WHERE phone IS NOT NULL) AS t
    JOIN customers AS c ON c.account_id = %(account_id)s AND c.phone = t.phone
)
SELECT found.*, 0, false, false
FROM found
WHERE NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = found.id)
