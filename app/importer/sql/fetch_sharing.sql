-- The stored customers who share the {key} of a record not matched yet; each once, taken by nobody.
-- The identifiers are made distinct first: a switchboard's phone in a thousand rows is looked up once.
-- Row count = customers fetched.
INSERT INTO import_person
    (id, customer_id, name, surname, email, phone, status, round, is_new, is_changed)
SELECT c.id, c.customer_id, c.name, c.surname, c.email, c.phone, c.status, 0, false, false
FROM (
    SELECT DISTINCT {key} FROM import_row AS r
    WHERE {key} IS NOT NULL AND NOT EXISTS (SELECT FROM import_person AS p WHERE p.row = r.row)
) AS pending
CROSS JOIN LATERAL (
    SELECT * FROM customers AS stored
    WHERE stored.account_id = %(account_id)s AND stored.{key} = pending.{key} {fence}
) AS c
WHERE NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = c.id)
