-- The account's region, and whether this connection has the staging tables (the last of them stands for all: they
-- are made in one transaction). Asking costs a tenth of six CREATE ... IF NOT EXISTS.
SELECT region, to_regclass('pg_temp.import_opt_out') IS NOT NULL
FROM accounts
WHERE id = %(account_id)s
