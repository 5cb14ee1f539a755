-- Without its statistics Postgres expects a handful of rows and picks nested loops (design 4, trap 18).
ANALYZE import_row
