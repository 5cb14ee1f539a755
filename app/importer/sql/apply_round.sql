-- What the records of this round change on the customers they took: non-blank values, identifiers included; a
-- suppressed status is never replaced. Row count = customers changed.
UPDATE import_person AS p
SET customer_id = coalesce(r.customer_id, p.customer_id),
    name = coalesce(r.name, p.name),
    surname = coalesce(r.surname, p.surname),
    email = coalesce(r.email, p.email),
    phone = coalesce(r.phone, p.phone),
    status = CASE
        WHEN lower(translate(p.status, %(separators)s, '') COLLATE "C") = ANY(%(suppressed)s) THEN p.status
        ELSE coalesce(r.status, p.status)
    END,
    is_changed = true
FROM import_row AS r
WHERE r.row = p.row AND p.round = %(round)s
    AND (
        r.customer_id <> p.customer_id OR (p.customer_id IS NULL AND r.customer_id IS NOT NULL)
        OR r.email <> p.email OR (p.email IS NULL AND r.email IS NOT NULL)
        OR r.phone <> p.phone OR (p.phone IS NULL AND r.phone IS NOT NULL)
        OR r.name <> p.name OR (p.name IS NULL AND r.name IS NOT NULL)
        OR r.surname <> p.surname OR (p.surname IS NULL AND r.surname IS NOT NULL)
        OR r.status <> p.status OR (p.status IS NULL AND r.status IS NOT NULL)
    )
