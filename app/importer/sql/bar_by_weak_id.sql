-- Customers who bring the weak id of a suppressed customer are not enrolled. (Each spelling of a status is folded once.)
-- Row count = rows that bring one.
INSERT INTO import_enrolled (customer_id)
WITH spelling AS MATERIALIZED (SELECT DISTINCT status FROM import_person),
suppressed AS MATERIALIZED (
    SELECT status FROM spelling WHERE is_refusal(status, {refusals})
)
SELECT brought.customer
FROM import_weak_id AS brought
JOIN import_person AS p ON p.customer_id = brought.weak_id
JOIN suppressed USING (status)
