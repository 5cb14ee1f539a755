-- Whether nobody else is at work under this key. Held until the transaction ends, however it ends.
SELECT pg_try_advisory_xact_lock(
    hashtextextended(%(account_id)s::text || %(campaign_id)s::text || %(key)s, 0)
)
