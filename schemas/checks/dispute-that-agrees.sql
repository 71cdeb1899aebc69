-- code: T177
-- severity: error
-- title: A dispute claims what the record says
-- message: {source} is said to dispute `{disputed}`, and claims the very value of the record
-- hint: make it a support, or look at the claimed value

SELECT record, field, source, field AS disputed
FROM claims
WHERE stance = 'disputes' AND claimed = accepted
