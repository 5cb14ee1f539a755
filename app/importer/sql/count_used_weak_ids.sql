-- How many rows have a weak id that is their customer's customer_id in the end.
SELECT count(*)
FROM import_weak_id AS brought
JOIN import_person AS p ON p.id = brought.customer AND p.customer_id = brought.weak_id
