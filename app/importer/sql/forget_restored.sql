-- Whoever several rounds changed may end as they began, and is then left alone. Row count = customers so restored.
UPDATE import_person AS p
SET is_changed = false
WHERE p.is_changed AND NOT p.is_new
    AND EXISTS (
        SELECT FROM customers AS c
        WHERE c.account_id = %(account_id)s AND c.id = p.id
            AND (c.customer_id, c.name, c.surname, c.email, c.phone, c.status)
                IS NOT DISTINCT FROM (p.customer_id, p.name, p.surname, p.email, p.phone, p.status)
        {fence}
    )
