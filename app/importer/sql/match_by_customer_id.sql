-- Round 1, first identifier: the stored customers whose customer_id a record brings, fetched and taken at once.
-- Row count = records matched.
INSERT INTO import_person
    (id, customer_id, name, surname, email, phone, status, row, round, first_row, is_new, is_changed)
SELECT c.id, c.customer_id, c.name, c.surname, c.email, c.phone, c.status, r.row, 1, r.row, false, false
FROM import_row AS r
JOIN customers AS c ON c.account_id = %(account_id)s AND c.customer_id = r.customer_id
