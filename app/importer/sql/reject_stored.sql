-- Records whose {key} match_stored.sql found several customers for: rejected, and their customers are free again.
-- Answers how many records were rejected, and how many customers let go.
WITH ambiguous AS (
    SELECT record, count(*) AS customers FROM import_person GROUP BY record HAVING count(*) > 1
),
rejected AS (
    INSERT INTO import_reject (record, field, customers)
    SELECT record, '{key}', customers FROM ambiguous
    RETURNING record
),
freed AS (
    DELETE FROM import_person USING ambiguous WHERE ambiguous.record = import_person.record
    RETURNING id
)
SELECT (SELECT count(*) FROM rejected) AS rejected, (SELECT count(*) FROM freed) AS freed
