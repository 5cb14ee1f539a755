-- As analyze_rows: joins among the temporary tables must know that both sides are large.
ANALYZE import_person
