-- Without its statistics Postgres expects a handful of rows, and hash tables of a handful (design 4, trap 18).
ANALYZE import_row
