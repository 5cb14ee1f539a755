-- The target of a one-row file with its customer, as the contract nests them; no row when there is none.
SELECT to_jsonb(t) || jsonb_build_object('customer', to_jsonb(c))
FROM import_person AS p
JOIN campaign_targets AS t
    ON t.account_id = %(account_id)s AND t.campaign_id = %(campaign_id)s AND t.customer_id = p.id
JOIN customers AS c ON c.account_id = %(account_id)s AND c.id = p.id
WHERE p.round > 0
