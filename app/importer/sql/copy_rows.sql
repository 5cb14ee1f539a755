COPY import_row (position, row, customer_id, name, surname, email, phone, status) FROM STDIN (NULL '')
