-- A later round, by the strongest identifier of its records, {key}: customers as the rounds before left them.
-- Several candidates are for reject_strongest.sql. Row count = customers taken.
UPDATE import_person AS p
SET record = r.position, round = %(round)s, first_record = least(p.first_record, r.position), may_differ = true
FROM import_row AS r
JOIN (
    SELECT {key}, (array_agg(id))[1] AS id
    FROM import_person WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) = 1
) AS c ON c.{key} = r.{key}
WHERE p.id = c.id AND r.customer_id IS NULL AND (r.email IS NULL OR %(round)s = 2)
