-- New customers: the records of this round that took nobody. Ids ascend in the order of the key, which is the order
-- they are inserted in; the counter's first of eight digits is the round. Row count = customers made.
INSERT INTO import_person
    (id, customer_id, name, surname, email, phone, status, record, round, first_record, is_new, is_changed)
SELECT
    (
        %(id_prefix)s || to_hex(
            x'10000000'::bigint * %(round)s
                + row_number() OVER (ORDER BY r.customer_id, r.email, r.phone)
        )
    )::uuid,
    r.customer_id, r.name, r.surname, r.email, r.phone, r.status, r.position, %(round)s, r.position, true, false
FROM import_row AS r
WHERE CASE
        WHEN r.customer_id IS NOT NULL THEN 1
        WHEN r.email IS NOT NULL THEN 2
        WHEN r.phone IS NOT NULL THEN 3
    END = %(round)s
    AND NOT EXISTS (SELECT FROM import_person AS p WHERE p.record = r.position AND p.round = %(round)s)
    AND NOT EXISTS (SELECT FROM import_reject AS rejected WHERE rejected.record = r.position)
