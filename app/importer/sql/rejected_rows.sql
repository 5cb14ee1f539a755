-- Every row of the rejected records, in file order: its number, the field at fault, how many customers share it, and its
-- position.
SELECT coalesce(member.row, r.row) AS row, rejected.field, rejected.customers,
    coalesce(member.position, r.position) AS position
FROM import_reject AS rejected
JOIN import_row AS r ON r.position = rejected.record
LEFT JOIN import_member AS member ON member.record = rejected.record
ORDER BY 4
