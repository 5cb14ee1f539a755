-- After a round by e-mail or phone: note at which customers the rows with weak ids ended. Rows, because a record may bring
-- several ids; after each round, because a later one may take the same customers. Row count = rows noted.
INSERT INTO import_weak_id (weak_id, customer, position)
SELECT r.weak_id, p.id, r.position
FROM import_row AS r JOIN import_person AS p ON p.record = r.position AND p.round = %(round)s
WHERE r.weak_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM import_member AS member WHERE member.record = r.position)
UNION ALL
SELECT member.weak_id, p.id, member.position
FROM import_member AS member JOIN import_person AS p ON p.record = member.record AND p.round = %(round)s
WHERE member.weak_id IS NOT NULL
