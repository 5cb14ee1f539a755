-- The account's imports queue here. NO KEY UPDATE blocks no foreign-key check.
-- The clock is read once the lock is held, so that later imports carry later times.
WITH locked AS MATERIALIZED (
    SELECT id FROM accounts WHERE id = %(account_id)s FOR NO KEY UPDATE
)
SELECT clock_timestamp() FROM locked
