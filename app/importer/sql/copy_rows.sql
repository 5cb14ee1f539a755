COPY import_row (position, row, customer_id, name, surname, email, phone, status, weak_id) FROM STDIN (NULL '')
