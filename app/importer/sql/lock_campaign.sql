-- The account's imports queue here (NO KEY UPDATE blocks no foreign-key check); then the campaign as it is now, which nobody closes until this transaction ends.
-- (A row that was changed while this waited is read again before it is locked.) The clock is read once the account's
-- lock is held, so that later imports carry later times.
WITH locked AS MATERIALIZED (
    SELECT id FROM accounts WHERE id = %(account_id)s FOR NO KEY UPDATE
)
SELECT clock_timestamp() AS now, c.status, c.agent_id
FROM locked
JOIN campaigns AS c ON c.account_id = %(account_id)s AND c.id = %(campaign_id)s
FOR SHARE OF c
