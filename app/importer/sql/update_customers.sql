-- Writes what the rounds changed on stored customers; who ends as they began is left alone.
-- A partial unique index is checked row by row (design 4, trap 15), yet no order is needed here: whoever gains an
-- identifier gains one that no customer had, before or after the round (any that had it would have matched, and a
-- customer without customer_id never loses an e-mail or phone). Row count = customers rewritten.
UPDATE customers AS c
SET customer_id = p.customer_id, name = p.name, surname = p.surname, email = p.email, phone = p.phone,
    status = p.status, updated_at = %(now)s
FROM import_person AS p
WHERE c.account_id = %(account_id)s AND c.id = p.id AND p.is_changed AND NOT p.is_new
    AND (c.customer_id, c.name, c.surname, c.email, c.phone, c.status)
        IS DISTINCT FROM (p.customer_id, p.name, p.surname, p.email, p.phone, p.status)
