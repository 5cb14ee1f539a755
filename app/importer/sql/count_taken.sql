-- How many customers the accepted rows came to.
SELECT count(*) FROM import_person WHERE round > 0
