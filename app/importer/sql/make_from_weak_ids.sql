-- Make new customers of the records of round 4 whose weak id stands for no customer: one that does has matched or was
-- rejected. The weak id becomes their customer_id. Answers how many were made.
WITH made AS (
    INSERT INTO import_person
        (id, customer_id, name, surname, status, record, round, first_record, is_new, is_changed)
    SELECT
        (%(id_prefix)s || to_hex(x'40000000'::bigint + row_number() OVER (ORDER BY r.weak_id)))::uuid,
        r.weak_id, r.name, r.surname, r.status, r.position, 4, r.position, true, false
    FROM import_row AS r
    WHERE r.email IS NULL AND r.phone IS NULL
        AND NOT EXISTS (SELECT FROM import_weak_id AS known WHERE known.weak_id = r.weak_id)
        AND NOT EXISTS (SELECT FROM import_reject AS rejected WHERE rejected.record = r.position)
    RETURNING id, customer_id, record
),
collected AS (
    INSERT INTO import_weak_id (weak_id, customer, position)
    SELECT made.customer_id, made.id, coalesce(member.position, made.record)
    FROM made LEFT JOIN import_member AS member USING (record)
)
SELECT count(*) AS made FROM made
