-- One record of each group of rows: cell by cell in file order, later non-blank values win (docs/design.md#merge),
-- except that an earlier row's suppressed status stays. Row count = records made.
WITH gone AS (
    DELETE FROM import_row USING import_member AS member
    WHERE member.position = import_row.position
    RETURNING import_row.*, member.record,
        is_refusal(status, {refusals}) AS is_suppressed
)
INSERT INTO import_row (position, row, customer_id, name, surname, email, phone, status, weak_id)
SELECT
    record, -- the position of its first row
    min(row) FILTER (WHERE position = record),
    (array_agg(customer_id ORDER BY position DESC) FILTER (WHERE customer_id IS NOT NULL))[1],
    (array_agg(name ORDER BY position DESC) FILTER (WHERE name IS NOT NULL))[1],
    (array_agg(surname ORDER BY position DESC) FILTER (WHERE surname IS NOT NULL))[1],
    (array_agg(email ORDER BY position DESC) FILTER (WHERE email IS NOT NULL))[1],
    (array_agg(phone ORDER BY position DESC) FILTER (WHERE phone IS NOT NULL))[1],
    coalesce(
        (array_agg(status ORDER BY position) FILTER (WHERE is_suppressed))[1],
        (array_agg(status ORDER BY position DESC) FILTER (WHERE status IS NOT NULL))[1]
    ),
    max(weak_id) -- they are the same where they are the key; elsewhere import_member has them
FROM gone
GROUP BY record
