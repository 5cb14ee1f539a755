-- Which of the stored customers of this import are targets of this campaign, or of any under the skip option.
-- Row count = customers found.
INSERT INTO import_enrolled (customer_id)
SELECT DISTINCT t.customer_id
FROM import_person AS p
JOIN campaign_targets AS t ON t.account_id = %(account_id)s AND t.customer_id = p.id
WHERE p.round > 0 AND NOT p.is_new
    AND (%(skip_if_in_other_campaigns)s OR t.campaign_id = %(campaign_id)s)
