-- title: Commitments and their fate
-- description: What was promised, by whom and where, when it was due, and what became of it.
-- column commitment: Id of the commitment.
-- column name: Name of the commitment.
-- column content: What is promised.
-- column by: Who committed, as a JSON array of `kind/id`.
-- column made_on: When it was made (EDTF).
-- column made_in: Meetings and documents in which it was made, as a JSON array of `kind/id`.
-- column due: By when or in which time it was to be done (EDTF); empty when no time was named.
-- column frequency: Whether it is to be done once or again and again.
-- column status: What became of it.
-- column fulfilled_on: When it was fulfilled (EDTF).
-- column fulfilled_by: What fulfilled it, as a JSON array of `kind/id`.
-- column days_late: Days from the last day on which it was due to the fulfilment, where both are known to the day; negative when early.
-- column turns: For commitments that recur, the number of turns recorded.
-- column turns_fulfilled: Of these, the number that were fulfilled.

SELECT id AS commitment, name, content,
  (SELECT json_group_array(party) FROM (SELECT party FROM commitments_by WHERE commitment = commitments.id ORDER BY party)) AS "by",
  made_on,
  (SELECT json_group_array(occasion) FROM (SELECT occasion FROM commitments_made_in WHERE commitment = commitments.id ORDER BY occasion)) AS made_in,
  due, frequency, status, fulfilled_on,
  (SELECT json_group_array(fulfilment) FROM (SELECT fulfilment FROM commitments_fulfilled_by WHERE commitment = commitments.id ORDER BY fulfilment)) AS fulfilled_by,
  CASE WHEN fulfilled_on_precision = 'day' THEN CAST(julianday(fulfilled_on_latest) - julianday(due_latest) AS INTEGER) END AS days_late,
  (SELECT count(*) FROM commitments_instances WHERE commitment = commitments.id) AS turns,
  (SELECT count(*) FROM commitments_instances AS turn WHERE turn.commitment = commitments.id AND turn.status = 'fulfilled') AS turns_fulfilled
FROM commitments
WHERE withdrawn_date IS NULL
ORDER BY made_on_earliest, id
