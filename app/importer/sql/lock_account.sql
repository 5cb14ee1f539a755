-- Waits until no import of the account is running. NO KEY UPDATE blocks no foreign-key check.
SELECT id FROM accounts WHERE id = %(account_id)s FOR NO KEY UPDATE
