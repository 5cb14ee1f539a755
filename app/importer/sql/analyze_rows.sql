-- Without its statistics Postgres expects a handful of rows, and hash tables of a handful (docs/design.md#statistics).
ANALYZE import_row
