-- Which of the stored customers of this import are targets of this campaign, or of any under the skip option.
-- Row count = customers found. (IS NOT DISTINCT FROM keeps the planner from scanning the whole campaign for every
-- person, which looks as cheap as one look-up while the statistics have not seen the account.)
INSERT INTO import_enrolled (customer_id)
SELECT p.id
FROM import_person AS p
WHERE p.round > 0 AND NOT p.is_new
    AND EXISTS (
        SELECT FROM campaign_targets AS t
        WHERE t.account_id = %(account_id)s AND t.customer_id = p.id
            AND (%(skip_if_in_other_campaigns)s OR t.campaign_id IS NOT DISTINCT FROM %(campaign_id)s)
        {fence}
    )
