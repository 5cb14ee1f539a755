-- A weak id that is not used, to show: one that stands for several customers if there is any, else one that comes with
-- different names, else the first of the file. With how many customers it stands for, whether names differ, and the
-- customer_id that its row's customer has, NULL for a rejected row.
WITH known AS MATERIALIZED (
    SELECT weak_id, count(*) AS customers
    FROM (
        SELECT weak_id, customer FROM import_weak_id
        UNION
        SELECT customer_id, id FROM import_person WHERE customer_id IS NOT NULL
    ) AS pair
    GROUP BY weak_id
),
unused AS (
    SELECT brought.weak_id, brought.position, p.customer_id, false AS differs
    FROM import_weak_id AS brought JOIN import_person AS p ON p.id = brought.customer
    WHERE p.customer_id IS DISTINCT FROM brought.weak_id
    UNION ALL
    SELECT r.weak_id, r.position, NULL, rejected.field = 'customer_id' AND rejected.customers < 2
    FROM import_reject AS rejected JOIN import_row AS r ON r.position = rejected.record
    WHERE r.weak_id IS NOT NULL
)
SELECT weak_id, coalesce(customers, 0) AS customers, differs, customer_id
FROM unused LEFT JOIN known USING (weak_id)
ORDER BY coalesce(customers, 0) > 1 DESC, differs DESC, position
LIMIT 1
