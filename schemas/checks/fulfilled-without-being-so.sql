-- code: T156
-- severity: error
-- title: A commitment is not fulfilled and has a day of fulfilment
-- message: the status is {status} and `fulfilled_on` is {fulfilled}
-- hint: change the status, or remove the day

SELECT 'commitment/' || id AS record, 'fulfilled_on' AS field, status, fulfilled_on AS fulfilled
FROM commitments
WHERE fulfilled_on IS NOT NULL AND status NOT IN ('fulfilled', 'partly', 'superseded')
