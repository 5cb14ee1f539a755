-- The e-mails and phones of suppressed customers among those this import knows, as the rounds left them.
-- Row count = suppressed customers found.
INSERT INTO import_opt_out (email, phone)
SELECT email, phone FROM import_person
WHERE fold_status(status) = ANY(%(suppressed)s)
