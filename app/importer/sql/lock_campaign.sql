-- The campaign as it is now; nobody closes it until this transaction ends.
SELECT status, agent_id FROM campaigns
WHERE account_id = %(account_id)s AND id = %(campaign_id)s
FOR SHARE
