-- The first round, by the strongest identifier, {key}: the stored customers who have it, fetched, taken, and given the
-- record's values at once, for nobody else can want them in this round. (As in apply_round.sql, non-blank values, and
-- never a status for a suppressed one.) Answers how many customers were taken, and how many of those changed.
WITH matched AS (
    INSERT INTO import_person (
        id, customer_id, name, surname, email, phone, status,
        record, round, first_record, is_new, is_changed, may_differ
    )
    SELECT c.id, c.customer_id, coalesce(r.name, c.name), coalesce(r.surname, c.surname),
        coalesce(r.email, c.email), coalesce(r.phone, c.phone),
        CASE
            WHEN r.status IS NULL OR r.status = c.status THEN c.status
            WHEN is_refusal(c.status, {refusals}) THEN c.status
            ELSE r.status
        END,
        r.position, %(round)s, r.position, false,
        coalesce(
            r.name <> c.name OR (c.name IS NULL AND r.name IS NOT NULL)
                OR r.surname <> c.surname OR (c.surname IS NULL AND r.surname IS NOT NULL)
                OR r.email <> c.email OR (c.email IS NULL AND r.email IS NOT NULL)
                OR r.phone <> c.phone OR (c.phone IS NULL AND r.phone IS NOT NULL)
                OR (r.status <> c.status AND NOT is_refusal(c.status, {refusals}))
                OR (c.status IS NULL AND r.status IS NOT NULL),
            false
        ),
        false
    FROM import_row AS r
    CROSS JOIN LATERAL (
        SELECT * FROM customers AS stored
        WHERE stored.account_id = %(account_id)s AND stored.{key} = r.{key} {fence}
    ) AS c
    RETURNING is_changed
)
SELECT count(*) AS matched, count(*) FILTER (WHERE is_changed) AS changed FROM matched
