-- The new customers, in the order their ids were minted. Row count = customers inserted.
INSERT INTO customers
    (account_id, id, customer_id, name, surname, email, phone, status, created_at, updated_at)
SELECT %(account_id)s, id, customer_id, name, surname, email, phone, status, %(now)s, %(now)s
FROM import_person
WHERE is_new
