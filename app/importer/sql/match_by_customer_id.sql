-- Round 1, first identifier: the stored customers whose customer_id a record brings, fetched and taken at once.
-- Answers how many records matched, and how many of those bring something new.
WITH matched AS (
    INSERT INTO import_person (
        id, customer_id, name, surname, email, phone, status,
        row, round, first_row, is_new, is_changed, may_differ
    )
    SELECT c.id, c.customer_id, c.name, c.surname, c.email, c.phone, c.status,
        r.row, 1, r.row, false, false,
        r.name <> c.name OR (c.name IS NULL AND r.name IS NOT NULL)
            OR r.surname <> c.surname OR (c.surname IS NULL AND r.surname IS NOT NULL)
            OR r.email <> c.email OR (c.email IS NULL AND r.email IS NOT NULL)
            OR r.phone <> c.phone OR (c.phone IS NULL AND r.phone IS NOT NULL)
            OR r.status <> c.status OR (c.status IS NULL AND r.status IS NOT NULL)
    FROM import_row AS r
    JOIN customers AS c ON c.account_id = %(account_id)s AND c.customer_id = r.customer_id
    RETURNING may_differ
)
SELECT count(*) AS matched, count(*) FILTER (WHERE may_differ) AS differing FROM matched
