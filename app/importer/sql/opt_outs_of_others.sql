-- The e-mails and phones of suppressed customers this import does not touch, who share an e-mail or phone with
-- somebody known who is about to be enrolled. (Whoever shares one with a new customer was fetched already, when that
-- customer's record was looked for.) Row count = suppressed customers found.
INSERT INTO import_opt_out (email, phone)
WITH enrolling AS NOT MATERIALIZED (
    SELECT email, phone FROM import_person AS p
    WHERE round > 0 AND NOT is_new
        AND NOT EXISTS (SELECT FROM import_enrolled AS e WHERE e.customer_id = p.id)
)
SELECT c.email, NULL
FROM (SELECT DISTINCT email FROM enrolling WHERE email IS NOT NULL) AS sought
CROSS JOIN LATERAL (
    SELECT * FROM customers AS stored
    WHERE stored.account_id = %(account_id)s AND stored.email = sought.email {fence}
) AS c
WHERE is_refusal(c.status, {refusals})
    AND NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = c.id)
UNION ALL
SELECT NULL, c.phone
FROM (SELECT DISTINCT phone FROM enrolling WHERE phone IS NOT NULL) AS sought
CROSS JOIN LATERAL (
    SELECT * FROM customers AS stored
    WHERE stored.account_id = %(account_id)s AND stored.phone = sought.phone {fence}
) AS c
WHERE is_refusal(c.status, {refusals})
    AND NOT EXISTS (SELECT FROM import_person AS p WHERE p.id = c.id)
