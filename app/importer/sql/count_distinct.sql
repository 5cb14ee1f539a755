-- How many different identifiers the rows of a file have that all have {key} for their strongest. (A quarter of what
-- it costs to list the repeated ones, for a file in order; usually there are none to list.)
SELECT count(DISTINCT {key}) FROM import_row
