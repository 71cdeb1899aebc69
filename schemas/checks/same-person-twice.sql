-- code: T124
-- severity: warning
-- title: Two records look like the same person
-- message: {name} of {country} is also the record {other}
-- hint: merge the two and keep the other id as an alias, or say in a note why they are two

SELECT 'person/' || one.id AS record, 'name' AS field, one.name AS name, one.country AS country, two.id AS other
FROM people AS one JOIN people AS two
  ON two.country = one.country AND lower(two.family_name) = lower(one.family_name) AND lower(two.given_name) = lower(one.given_name) AND one.id < two.id
WHERE one.withdrawn_date IS NULL AND two.withdrawn_date IS NULL
