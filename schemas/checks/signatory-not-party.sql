-- code: T196
-- severity: warning
-- title: A country signs and is not a party
-- message: {country} signed and is not among the parties
-- hint: add the country, or an organization of it, to `parties`

SELECT 'instrument/' || instrument AS record, 'signatures/' || signature.country AS field, signature.country AS country
FROM instruments_signatures AS signature
WHERE NOT EXISTS (
  SELECT 1 FROM instruments_parties AS part LEFT JOIN organizations ON part.party = 'organization/' || organizations.id
  WHERE part.instrument = signature.instrument AND (part.party = 'country/' || signature.country OR organizations.country = signature.country))
