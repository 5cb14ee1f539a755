-- Writes what the rounds changed on stored customers. (Of those only the ids are read: values to compare with would
-- not fit in memory for a million, and the rows would be written in no order.)
-- A partial unique index is checked row by row (design 4, trap 15), yet no order is needed here: whoever gains an
-- identifier gains one that no customer had, before or after the round (any that had it would have matched, and a
-- customer without customer_id never loses an e-mail or phone). Row count = customers rewritten.
UPDATE customers AS c
SET customer_id = p.customer_id, name = p.name, surname = p.surname, email = p.email, phone = p.phone,
    status = p.status, updated_at = %(now)s
FROM import_person AS p
WHERE c.account_id = %(account_id)s AND c.id = p.id AND p.is_changed AND NOT p.is_new
    AND c.id = ANY(ARRAY(SELECT id FROM import_person WHERE is_changed AND NOT is_new))
