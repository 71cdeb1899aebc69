"""Editing the files of records: their text with its comments, its one canonical form, and changes of several at once.

The way of an edit:

1. `draft.read_draft(data, path)` gives the value of a file with its comments, or its problems (then leave it alone).
2. `Draft.set`, `Draft.remove` and `Draft.append` change values; comments stay with what they were about.
3. `canonical.form(draft, order)` is the file's canonical text, where `order.order_of(kind)` says how keys are ordered.
   `canonical.form_of(value, order)` is the text of a value without comments, such as that of a new record.
   `canonical.checked(draft, order)` is the same text, once it has been read again and found to mean the value.
4. `saving.save(root, changes)` writes, moves and removes several files as one: all, or none; a command that edits
   calls `saving.recover(root)` before it reads.

What the canonical form is stands in `rendering`. All but `saving` are pure functions of text.
"""
