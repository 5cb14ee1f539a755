-- Round 4, records with nothing but a weak id. An id stands for the customers at whom other rows with it ended and for the
-- one whose customer_id it is, as the rounds before left them. If that is one customer, the record matches unless a name
-- or surname differs; records of one customer without a name must agree about it, or the same file again would be read
-- otherwise. If there are several, or names differ, the record is rejected. If there is none, make_from_weak_ids.sql makes
-- one. Answers how many records were rejected, and how many rows matched.
WITH known AS MATERIALIZED (
    SELECT weak_id, count(*) AS customers, (array_agg(customer))[1] AS id
    FROM (
        SELECT weak_id, customer FROM import_weak_id
        UNION
        SELECT customer_id, id FROM import_person WHERE customer_id IS NOT NULL
    ) AS pair
    GROUP BY weak_id
),
candidate AS MATERIALIZED (
    SELECT r.position, r.weak_id, known.customers, known.id, fold(r.name) AS name, fold(r.surname) AS surname
    FROM import_row AS r JOIN known USING (weak_id)
    WHERE r.email IS NULL AND r.phone IS NULL
        AND NOT EXISTS (SELECT FROM import_reject AS rejected WHERE rejected.record = r.position)
),
decided AS MATERIALIZED (
    SELECT c.position, c.weak_id, c.customers, c.id,
        c.customers = 1
            AND (c.name IS NULL OR (
                c.name = coalesce(fold(p.name), min(c.name) OVER one)
                AND (p.name IS NOT NULL OR c.name = max(c.name) OVER one)
            ))
            AND (c.surname IS NULL OR (
                c.surname = coalesce(fold(p.surname), min(c.surname) OVER one)
                AND (p.surname IS NOT NULL OR c.surname = max(c.surname) OVER one)
            )) AS matches
    FROM candidate AS c JOIN import_person AS p USING (id)
    WINDOW one AS (PARTITION BY c.id, c.customers = 1)
),
rejected AS (
    INSERT INTO import_reject (record, field, customers)
    SELECT position, 'customer_id', customers FROM decided WHERE NOT matches
    RETURNING record
),
matched AS (
    INSERT INTO import_weak_id (weak_id, customer, position)
    SELECT d.weak_id, d.id, coalesce(member.position, d.position)
    FROM decided AS d LEFT JOIN import_member AS member ON member.record = d.position
    WHERE d.matches
    RETURNING position
)
SELECT (SELECT count(*) FROM rejected) AS rejected, (SELECT count(*) FROM matched) AS matched
