-- Every row of the rejected records, in file order: its number, the field at fault, how many customers share it, its
-- position, and its weak id where that is at fault.
SELECT coalesce(member.row, r.row) AS row, rejected.field, rejected.customers,
    coalesce(member.position, r.position) AS position,
    CASE WHEN rejected.field = 'customer_id' THEN r.weak_id END AS value
FROM import_reject AS rejected
JOIN import_row AS r ON r.position = rejected.record
LEFT JOIN import_member AS member ON member.record = rejected.record
ORDER BY 4
