-- The e-mails and phones of customers suppressed once the rows are applied: those of this import as the rounds
-- left them, and stored ones who share an e-mail or phone with somebody about to be enrolled.
-- Row count = suppressed customers found.
INSERT INTO import_opt_out (email, phone)
WITH enrolling AS NOT MATERIALIZED (
    SELECT email, phone FROM import_person AS p
    WHERE round > 0 AND NOT EXISTS (SELECT FROM import_enrolled AS e WHERE e.customer_id = p.id)
)
SELECT email, phone FROM import_person
WHERE fold_status(status) = ANY(%(suppressed)s)
UNION ALL
SELECT c.email, NULL FROM customers AS c
WHERE c.account_id = %(account_id)s
    AND c.email IN (SELECT email FROM enrolling WHERE email IS NOT NULL)
    AND fold_status(c.status) = ANY(%(suppressed)s)
    AND NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = c.id)
UNION ALL
SELECT NULL, c.phone FROM customers AS c
WHERE c.account_id = %(account_id)s
    AND c.phone IN (SELECT phone FROM enrolling WHERE phone IS NOT NULL)
    AND fold_status(c.status) = ANY(%(suppressed)s)
    AND NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = c.id)
