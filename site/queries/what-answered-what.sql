-- title: What answered what
-- description: Events that a source says were prompted by another: exercises after launches, protests after exercises, statements after tests.
SELECT cause.label AS cause, effect.kind, effect.label AS answer, timeline.date
FROM prompted_by
JOIN records AS effect ON effect.ref = prompted_by.record AND effect.state = 'current'
JOIN records AS cause ON cause.ref = prompted_by.cause
LEFT JOIN timeline ON timeline.record = effect.ref
ORDER BY timeline.earliest, effect.ref, cause.ref
