-- One record of each group of rows: cell by cell in file order, later non-blank values win (design 2, "Merge"),
-- except that an earlier row's suppressed status stays. Row count = records made.
WITH gone AS (
    DELETE FROM import_row USING import_member AS member
    WHERE member.row = import_row.row
    RETURNING import_row.*, member.record,
        fold_status(status) = ANY(%(suppressed)s) AS is_suppressed
)
INSERT INTO import_row (row, customer_id, name, surname, email, phone, status)
SELECT
    record,
    (array_agg(customer_id ORDER BY row DESC) FILTER (WHERE customer_id IS NOT NULL))[1],
    (array_agg(name ORDER BY row DESC) FILTER (WHERE name IS NOT NULL))[1],
    (array_agg(surname ORDER BY row DESC) FILTER (WHERE surname IS NOT NULL))[1],
    (array_agg(email ORDER BY row DESC) FILTER (WHERE email IS NOT NULL))[1],
    (array_agg(phone ORDER BY row DESC) FILTER (WHERE phone IS NOT NULL))[1],
    coalesce(
        (array_agg(status ORDER BY row) FILTER (WHERE is_suppressed))[1],
        (array_agg(status ORDER BY row DESC) FILTER (WHERE status IS NOT NULL))[1]
    )
FROM gone
GROUP BY record
