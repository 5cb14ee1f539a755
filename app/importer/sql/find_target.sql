-- The target of a one-row file with its customer, as the contract nests them; no row when there is none.
SELECT to_jsonb(t) || jsonb_build_object('customer', to_jsonb(c))
FROM import_person AS p
CROSS JOIN LATERAL (
    SELECT * FROM campaign_targets AS enrolled
    WHERE enrolled.account_id = %(account_id)s AND enrolled.customer_id = p.id
        AND enrolled.campaign_id = %(campaign_id)s
    {fence}
) AS t
CROSS JOIN LATERAL (
    SELECT * FROM customers AS stored
    WHERE stored.account_id = %(account_id)s AND stored.id = p.id {fence}
) AS c
WHERE p.round > 0
