-- Apply the records of round 4 to the customers they matched. Several records may have matched one customer: later
-- non-blank values win among them too, and a status that means "never contact" stays.
-- Answers how many customers were taken, and how many stored ones of them this import has changed.
WITH brought AS (
    SELECT known.customer,
        min(r.position) AS record,
        (array_agg(r.name ORDER BY r.position DESC) FILTER (WHERE r.name IS NOT NULL))[1] AS name,
        (array_agg(r.surname ORDER BY r.position DESC) FILTER (WHERE r.surname IS NOT NULL))[1] AS surname,
        coalesce(
            (array_agg(r.status ORDER BY r.position) FILTER (WHERE is_refusal(r.status, {refusals})))[1],
            (array_agg(r.status ORDER BY r.position DESC) FILTER (WHERE r.status IS NOT NULL))[1]
        ) AS status
    FROM import_row AS r JOIN import_weak_id AS known USING (position)
    WHERE r.email IS NULL AND r.phone IS NULL
    GROUP BY known.customer
),
decided AS (
    SELECT p.id, brought.record,
        coalesce(brought.name, p.name) AS name,
        coalesce(brought.surname, p.surname) AS surname,
        CASE
            WHEN is_refusal(p.status, {refusals}) THEN p.status
            ELSE coalesce(brought.status, p.status)
        END AS status
    FROM brought JOIN import_person AS p ON p.id = brought.customer
),
applied AS (
    UPDATE import_person AS p
    SET record = d.record, round = 4, first_record = least(p.first_record, d.record),
        name = d.name, surname = d.surname, status = d.status,
        is_changed = p.is_changed
            OR (d.name, d.surname, d.status) IS DISTINCT FROM (p.name, p.surname, p.status)
    FROM decided AS d
    WHERE d.id = p.id
    RETURNING p.is_changed, p.is_new
)
SELECT count(*) AS taken, count(*) FILTER (WHERE is_changed AND NOT is_new) AS changed FROM applied
