-- The stored customers who share an e-mail or a phone with a record not matched yet; each once, taken by nobody. (An
-- e-mail that round 2 begins with was looked for already.) The identifiers are made distinct first: a switchboard's
-- phone in a thousand rows is looked up once. Row count = customers fetched.
INSERT INTO import_person
    (id, customer_id, name, surname, email, phone, status, round, is_new, is_changed)
WITH pending AS MATERIALIZED (
    SELECT email, phone FROM import_row AS r
    WHERE NOT EXISTS (SELECT FROM import_person AS p WHERE p.record = r.position)
),
by_email AS MATERIALIZED (
    SELECT c.*
    FROM (SELECT DISTINCT email FROM pending WHERE email IS NOT NULL AND %(round)s = 1) AS sought
    CROSS JOIN LATERAL (
        SELECT * FROM customers AS stored
        WHERE stored.account_id = %(account_id)s AND stored.email = sought.email {fence}
    ) AS c
),
by_phone AS MATERIALIZED (
    SELECT c.*
    FROM (SELECT DISTINCT phone FROM pending WHERE phone IS NOT NULL) AS sought
    CROSS JOIN LATERAL (
        SELECT * FROM customers AS stored
        WHERE stored.account_id = %(account_id)s AND stored.phone = sought.phone {fence}
    ) AS c
)
SELECT c.id, c.customer_id, c.name, c.surname, c.email, c.phone, c.status, 0, false, false
FROM (
    SELECT * FROM by_email
    UNION ALL
    SELECT * FROM by_phone WHERE NOT EXISTS (SELECT FROM by_email WHERE by_email.id = by_phone.id)
) AS c
WHERE NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = c.id)
