-- code: T202
-- severity: error
-- title: A disputed place has fewer than two claimants
-- message: the place is disputed, and the countries that claim it are not named
-- hint: name at least two under `claimed_by`

SELECT 'place/' || id AS record, 'disputed' AS field
FROM places
WHERE disputed AND (SELECT count(*) FROM places_claimed_by WHERE place = id) < 2
