-- Rows with the same strongest identifier. The digit keeps an identifier of one kind apart from the same text
-- of another. Row count = rows that take part in a merge; usually none, and then nothing below is run.
INSERT INTO import_member (position, row, record, weak_id)
WITH keyed AS NOT MATERIALIZED (
    SELECT position, row, weak_id,
        coalesce('1' || customer_id, '2' || email, '3' || phone, '4' || weak_id) AS key
    FROM import_row
),
repeated AS (
    SELECT key, min(position) AS record FROM keyed GROUP BY key HAVING count(*) > 1
)
SELECT keyed.position, keyed.row, repeated.record, keyed.weak_id FROM keyed JOIN repeated USING (key)
