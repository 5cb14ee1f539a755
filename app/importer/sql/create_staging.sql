-- The temporary tables of one import. They stay with the connection and are emptied at every commit, so that
-- imports leave nothing in the catalogue (docs/design.md#staging). Each is emptied whether it was used or not.

-- What is known of a person. PLAIN, because the longest (1,185 characters, limited before they come here) fit a page:
-- without it each of the tables below has a TOAST table, whose index every commit builds anew, a tenth of its work.
CREATE TEMP TABLE import_shape (
    customer_id text COLLATE "C",
    name text,
    surname text,
    email text COLLATE "C",
    phone text COLLATE "C",
    status text
);
ALTER TABLE import_shape
    ALTER customer_id SET STORAGE PLAIN,
    ALTER name SET STORAGE PLAIN,
    ALTER surname SET STORAGE PLAIN,
    ALTER email SET STORAGE PLAIN,
    ALTER phone SET STORAGE PLAIN,
    ALTER status SET STORAGE PLAIN;

-- The id of a column such as `code`, which may number other things than customers. PLAIN for the same reason.
CREATE TEMP TABLE import_weak_shape (weak_id text COLLATE "C");
ALTER TABLE import_weak_shape ALTER weak_id SET STORAGE PLAIN;

-- The accepted rows as the normalizer gave them; after merge_rows.sql, one row a record. `position` counts them in file
-- order, and all below go by it. `row` is for messages only: a damaged workbook numbers two rows alike, or backwards.
-- A file has customer_ids or weak ids, never both.
CREATE TEMP TABLE IF NOT EXISTS import_row (
    position integer NOT NULL,
    row integer NOT NULL,
    LIKE import_shape INCLUDING STORAGE,
    LIKE import_weak_shape INCLUDING STORAGE
) ON COMMIT DELETE ROWS;

-- Rows that share their strongest identifier with another row, and the record (its first row's position) they went into.
CREATE TEMP TABLE IF NOT EXISTS import_member (
    position integer NOT NULL,
    row integer NOT NULL,
    record integer NOT NULL,
    LIKE import_weak_shape INCLUDING STORAGE
) ON COMMIT DELETE ROWS;

-- The rows with a weak id whose customer is known, and that customer.
CREATE TEMP TABLE IF NOT EXISTS import_weak_id (
    LIKE import_weak_shape INCLUDING STORAGE,
    customer uuid NOT NULL,
    position integer NOT NULL
) ON COMMIT DELETE ROWS;

-- Records no customer can be chosen for: how many customers share the identifier in `field`. For a weak id (field
-- customer_id) one or none means that names differ.
CREATE TEMP TABLE IF NOT EXISTS import_reject (
    record integer NOT NULL,
    field varchar(11) NOT NULL,
    customers bigint NOT NULL
) ON COMMIT DELETE ROWS;

-- The customers this import may touch, as each round leaves them: stored ones as they were fetched, new ones
-- as they were made. `record` is the one that took the customer in `round`; `first_record` the first that ever did;
-- `may_differ` is not true where that record's values have been given already.
CREATE TEMP TABLE IF NOT EXISTS import_person (
    id uuid NOT NULL,
    LIKE import_shape INCLUDING STORAGE,
    record integer,
    round smallint NOT NULL,
    first_record integer,
    is_new boolean NOT NULL,
    is_changed boolean NOT NULL,
    may_differ boolean DEFAULT true
) ON COMMIT DELETE ROWS;

-- Customers who must not be enrolled: they are targets already (here, or elsewhere under the skip option).
CREATE TEMP TABLE IF NOT EXISTS import_enrolled (
    customer_id uuid NOT NULL
) ON COMMIT DELETE ROWS;

-- E-mails and phones of suppressed customers who are not in import_person: who shares one is not enrolled either.
CREATE TEMP TABLE IF NOT EXISTS import_opt_out (
    email varchar(320) COLLATE "C", -- short enough to need no TOAST table
    phone varchar(50) COLLATE "C"
) ON COMMIT DELETE ROWS;

DROP TABLE import_shape, import_weak_shape;
