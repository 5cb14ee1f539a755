COPY import_row (row, customer_id, name, surname, email, phone, status) FROM STDIN (NULL '')
