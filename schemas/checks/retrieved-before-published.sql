-- code: T172
-- severity: error
-- title: A source was retrieved before it was published
-- message: it was retrieved on {retrieved}, before it was published on {published}
-- hint: look at both dates; a crawler's stamp is not a date of publication

SELECT 'source/' || id AS record, 'retrieved' AS field, retrieved, published
FROM sources
WHERE retrieved_latest < date(published_earliest, '-1 day')
