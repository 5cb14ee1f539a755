-- Whether the account has ten times as many customers as the file has rows: these are then looked up row by row; the
-- others are read from end to end. (The table's size is asked first, for it costs nothing: counting a million takes
-- 0.2 s, which only a file that is small beside the table gets back. Counted along the primary key, not through
-- everybody else's customers.)
SELECT pg_relation_size('customers') > %(rows)s * 1000::bigint
    AND (
        SELECT id FROM customers WHERE account_id = %(account_id)s
        ORDER BY id OFFSET %(rows)s * 10 LIMIT 1
    ) IS NOT NULL
