-- The account's region, and whether this connection has the staging tables (the last of them stands for all: they
-- are made in one transaction; asking costs a tenth of six CREATE ... IF NOT EXISTS). And statements are planned for
-- any account: a plan for one that the statistics have not seen would read all of it, because it seems to have a
-- single customer (design 4, trap 18).
SELECT region, to_regclass('pg_temp.import_opt_out') IS NOT NULL AS has_staging,
    set_config('plan_cache_mode', 'force_generic_plan', true)
FROM accounts
WHERE id = %(account_id)s
