-- The customer of a one-row file, matched or made; no row when it was rejected.
SELECT id FROM import_person WHERE round > 0
