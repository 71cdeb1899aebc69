-- title: Claims of a first or a record that don't hold
-- description: Assertions that something was the first ever, the first in so many years, the largest or the last, which the record contradicts or bears out on another basis only, with the wording that would be true.
SELECT assertions.name AS assertion, claim, verdict, true_if, reason,
  (SELECT json_group_array(party) FROM (SELECT party FROM assertions_asserted_by WHERE assertion = assertions.id ORDER BY party)) AS asserted_by
FROM assertions
WHERE kind IN ('first-ever', 'first-in-period', 'largest', 'last') AND verdict IN ('mistaken', 'holds-on-another-basis') AND withdrawn_date IS NULL
ORDER BY verdict DESC, assertions.id
