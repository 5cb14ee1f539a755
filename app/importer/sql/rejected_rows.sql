-- Every row of the rejected records, in file order: its number, the field at fault, how many customers share it.
SELECT coalesce(member.row, rejected.record) AS row, rejected.field, rejected.customers
FROM import_reject AS rejected
LEFT JOIN import_member AS member ON member.record = rejected.record
ORDER BY 1
