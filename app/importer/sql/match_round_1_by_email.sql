-- Round 1, second identifier: customers known by this e-mail and by no customer_id (any other would contradict).
-- Row count = customers taken; a contested one goes to the record whose first row comes first.
UPDATE import_person AS p
SET record = m.record, round = 1, first_record = m.record
FROM (
    SELECT email, min(position) AS record FROM import_row AS r
    WHERE customer_id IS NOT NULL AND email IS NOT NULL
        AND NOT EXISTS (SELECT FROM import_person AS taken WHERE taken.record = r.position)
    GROUP BY email
) AS m
WHERE p.email = m.email AND p.customer_id IS NULL AND p.round = 0
