-- Writes what the rounds changed on stored customers; who ends as they began is left alone.
-- Run twice, those who gain a customer_id (or change no key) first, then those who gain an e-mail: the second may need
-- the e-mail that the first set free, and a partial unique index is checked row by row (design 4, trap 15).
-- Row count = customers rewritten.
UPDATE customers AS c
SET customer_id = p.customer_id, name = p.name, surname = p.surname, email = p.email, phone = p.phone,
    status = p.status, updated_at = %(now)s
FROM import_person AS p
WHERE c.account_id = %(account_id)s AND c.id = p.id AND p.is_changed AND NOT p.is_new
    AND (p.customer_id IS NULL AND c.email IS NULL AND p.email IS NOT NULL) = %(gains_email)s
    AND (c.customer_id, c.name, c.surname, c.email, c.phone, c.status)
        IS DISTINCT FROM (p.customer_id, p.name, p.surname, p.email, p.phone, p.status)
