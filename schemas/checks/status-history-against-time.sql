-- code: T194
-- severity: error
-- title: A status history is not in order of time
-- message: the step {step} of {day} stands before the step {next_step} of {next_day}
-- hint: order the steps by time

SELECT 'instrument/' || one.instrument AS record, 'status_history/' || one."key" AS field, one."key" AS step, one.date AS day, two."key" AS next_step, two.date AS next_day
FROM instruments_status_history AS one JOIN instruments_status_history AS two ON two.instrument = one.instrument AND two.position > one.position
WHERE two.date_latest < one.date_earliest
