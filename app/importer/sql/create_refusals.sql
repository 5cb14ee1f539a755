-- The folds of the statuses that mean "never contact", as a constant: the planner puts it where it is called, and a
-- statement with 500 keys in it, or as a parameter, would take 30 to 200 us more each time it is run.
CREATE OR REPLACE FUNCTION {refusals} RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN {keys}
