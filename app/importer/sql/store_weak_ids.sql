-- Give customers without customer_id the first weak id of the file that stands for them alone: all rows with it ended at
-- them, no other customer has it as customer_id, and no row with it was rejected for its name.
-- Writing it needs no order, though partial unique indexes are checked row by row (docs/design.md#partial-unique). No
-- other customer has the id, before or after. And who gains one leaves the unique indexes of e-mails and phones, in whose
-- place no customer comes: a record with the same e-mail or phone has matched, or was rejected. Answers how many stored
-- customers took one.
WITH known AS MATERIALIZED (
    SELECT weak_id, count(*) AS customers
    FROM (
        SELECT weak_id, customer FROM import_weak_id
        UNION
        SELECT customer_id, id FROM import_person WHERE customer_id IS NOT NULL
    ) AS pair
    GROUP BY weak_id
),
rejected AS MATERIALIZED (
    SELECT r.weak_id
    FROM import_reject AS rejected JOIN import_row AS r ON r.position = rejected.record
    WHERE rejected.field = 'customer_id'
),
first AS (
    SELECT DISTINCT ON (own.customer) own.customer, own.weak_id
    FROM import_weak_id AS own JOIN known USING (weak_id)
    WHERE known.customers = 1
        AND NOT EXISTS (SELECT FROM rejected WHERE rejected.weak_id = own.weak_id)
    ORDER BY own.customer, own.position
),
taken AS (
    UPDATE import_person AS p
    SET customer_id = first.weak_id, is_changed = true
    FROM first
    WHERE p.id = first.customer AND p.customer_id IS NULL
    RETURNING p.is_new
)
SELECT count(*) FROM taken WHERE NOT is_new
