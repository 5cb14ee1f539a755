-- What the records of this round change on the customers they took: non-blank values, identifiers included; a
-- suppressed status is never replaced. Row count = customers changed.
UPDATE import_person AS p
SET customer_id = coalesce(r.customer_id, p.customer_id),
    name = coalesce(r.name, p.name),
    surname = coalesce(r.surname, p.surname),
    email = coalesce(r.email, p.email),
    phone = coalesce(r.phone, p.phone),
    status = CASE
        WHEN is_refusal(p.status, {refusals}) THEN p.status
        ELSE coalesce(r.status, p.status)
    END,
    is_changed = true
FROM import_row AS r
WHERE r.position = p.record AND p.round = %(round)s AND p.may_differ
    AND (
        coalesce(r.customer_id, p.customer_id), coalesce(r.name, p.name), coalesce(r.surname, p.surname),
        coalesce(r.email, p.email), coalesce(r.phone, p.phone), coalesce(r.status, p.status)
    ) IS DISTINCT FROM (p.customer_id, p.name, p.surname, p.email, p.phone, p.status)
