-- The account's region, the headers it has been taught (NULL where there are none), and whether this connection has the
-- keys of the refusals and the staging tables (the last of them stands for all: they are made in one transaction; asking
-- costs a tenth of seven CREATE ... IF NOT EXISTS). And how statements are planned from here on. For any account, not for
-- this one: a plan for one that the statistics have not seen would read all of it, because it seems to have a single
-- customer (docs/design.md#statistics). And never to read a whole table, for the connection keeps its plans, those of the
-- foreign keys' checks too: made while a table is one page, such a plan reads it all for every row when it has a million.
-- And not to be compiled, which a forbidden scan's price would call for. A tenth of the usual sample tells how many rows
-- there are, and how many of them have an identifier, just as well.
SELECT region,
    (SELECT jsonb_object_agg(header, field) FROM column_names WHERE account_id = %(account_id)s) AS taught,
    to_regprocedure('{refusals}') IS NOT NULL AS has_refusals,
    to_regclass('pg_temp.import_opt_out') IS NOT NULL AS has_staging,
    set_config('plan_cache_mode', 'force_generic_plan', true) AS plans,
    set_config('enable_seqscan', 'off', true) AS scans,
    set_config('jit', 'off', true) AS compiled,
    set_config('default_statistics_target', '10', true) AS sampled
FROM accounts
WHERE id = %(account_id)s
