-- code: T192
-- severity: error
-- title: A signature lies outside of the time of signing
-- message: {country} signed on {day}, outside of {signed}
-- hint: make `signed` the interval from the first to the last signature

SELECT 'instrument/' || instrument AS record, 'signatures/' || instruments_signatures.country AS field, instruments_signatures.country AS country, date AS day, signed
FROM instruments_signatures JOIN instruments ON instruments.id = instrument
WHERE date_latest < signed_earliest OR date_earliest > signed_latest
