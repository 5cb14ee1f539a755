-- Records whose {key} match_stored.sql found several customers for: rejected, and their customers are free again.
-- Answers how many records were rejected, and how many customers let go.
WITH ambiguous AS (
    SELECT row, count(*) AS customers FROM import_person GROUP BY row HAVING count(*) > 1
),
rejected AS (
    INSERT INTO import_reject (record, field, customers)
    SELECT row, '{key}', customers FROM ambiguous
    RETURNING record
),
freed AS (
    DELETE FROM import_person USING ambiguous WHERE ambiguous.row = import_person.row
    RETURNING id
)
SELECT (SELECT count(*) FROM rejected) AS rejected, (SELECT count(*) FROM freed) AS freed
