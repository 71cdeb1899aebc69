"""An answer as text for people and as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from recordpress.explaining.answers import Answer, speakers
from recordpress.explaining.history import Change, Revision
from recordpress.explaining.sources import Source
from recordpress.explaining.support import Support, Voice
from recordpress.problems import Problem
from recordpress.tabulating.flatten import to_json

LONGEST = 100  # characters of a value
SHOWN = 12  # commits that are listed of a whole record
HASH = 10  # digits of a commit


def as_json(found: Answer, problems: Sequence[Problem] = ()) -> str:
    """The answer as a JSON object, with the problems of the record in front, if it has any."""
    plain = {
        **({"problems": [asdict(problem) for problem in problems]} if problems else {}),
        "record": found.ref,
        "label": found.label,
        "path": found.path,
        "field": found.field or None,
        "supports": [asdict(support) for support in found.supports],
        "confidence": [{"field": field, "value": value} for field, value in found.confidence],
        "changes": [_plain_change(change, with_values=bool(found.field)) for change in found.changes],
        "history": found.history.silence or ("cut" if found.history.is_cut else "whole"),
    }
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _plain_change(change: Change, *, with_values: bool) -> dict[str, Any]:
    revision = change.revision
    plain: dict[str, Any] = {
        "commit": revision.hash or None,
        "date": revision.date.isoformat() if revision.date else None,
        "author": revision.author or None,
        "subject": revision.subject,
        "path": revision.path,
    }
    return {**plain, "before": change.before, "after": change.after} if with_values else plain


def as_text(found: Answer) -> list[str]:
    """The answer in lines."""
    lines = [f"{found.ref}: {found.label}", found.path]
    if not found.keeps_evidence:
        lines += ["", "Records of this kind keep no evidence."]
    elif found.field:
        lines += ["", *_field(found.supports[0])]
    else:
        lines += ["", *map(_fact, found.supports), *_sources(speakers(found))]
    lines += [f"confidence ({path}): {_shown(value)}" for path, value in found.confidence]
    return [*lines, "", *_changed(found)]


def _field(support: Support) -> Iterator[str]:
    yield f"{support.field}: {_value(support.value)}"
    yield f"  {_standing(support)}"
    if support.behind:
        yield "  supported by"
        yield from _spoken(support.behind, support.field)
    if support.against:
        yield "  disputed by"
        yield from _spoken(support.against, support.field)


def _standing(support: Support) -> str:
    sources = len({voice.source.id for voice in support.behind})
    if not sources:
        return "no source supports it" + (", and one must" if support.needed else "")
    count = f"{_number(support.publishers, 'independent publisher')}, {_number(sources, 'source')}"
    against = len({voice.source.id for voice in support.against})
    return count + (f"; {_number(against, 'source')} against it" if against else "")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _spoken(voices: Sequence[Voice], field: str) -> Iterator[str]:
    """Each source with what it says; supports of several fields by one source are told together."""
    groups: dict[tuple[object, ...], list[Voice]] = {}
    for voice in voices:
        claim = (voice.verdict, str(voice.claimed), voice.claimed_text, voice.reason)
        groups.setdefault((voice.source.id, voice.locator, voice.note, claim), []).append(voice)
    for group in groups.values():
        yield from _voice(group[0], [voice.field for voice in group if voice.field != field])


def _voice(voice: Voice, named: Sequence[str]) -> Iterator[str]:
    yield f"    {_name(voice.source)}"
    if named:
        yield f"      names {', '.join(f'`{name}`' for name in named)}"
    yield from (f"      {line}" for line in (voice.locator, voice.source.address) if line)
    if voice.verdict or voice.claimed is not None or voice.claimed_text:
        claimed = [_shown(voice.claimed) if voice.claimed is not None else "", voice.claimed_text or ""]
        yield f"      says {' – '.join(part for part in claimed if part)}"
        yield f"      {voice.verdict or 'no verdict'}{f': {voice.reason}' if voice.reason else ''}"
    if voice.note:
        yield f"      note: {voice.note}"


def _name(source: Source) -> str:
    publisher = f"{source.publisher_title or source.publisher}: " if source.publisher else "publisher unknown: "
    original = f", which goes back to {source.original}" if source.original else ""
    return f"{publisher}{source.title} ({source.id}{original})"


def _fact(support: Support) -> str:
    return f"{support.field}: {_value(support.value)} – {_standing(support)}"


def _sources(voices: Sequence[Voice]) -> list[str]:
    """Each source once, with what it supports and what it disputes."""
    by_source: dict[str, list[Voice]] = {}
    for voice in voices:
        by_source.setdefault(voice.source.id, []).append(voice)
    lines = ["", "sources"] if by_source else []
    for own in by_source.values():
        lines.append(f"  {_name(own[0].source)}")
        for stance, named in (("supports", _fields(own, disputing=False)), ("disputes", _fields(own, disputing=True))):
            lines += [f"    {stance} {named}"] if named else []
    return lines


def _fields(voices: Sequence[Voice], *, disputing: bool) -> str:
    wanted = [voice.field for voice in voices if bool(voice.verdict or voice.reason) == disputing]
    return ", ".join(dict.fromkeys(wanted))


def _changed(found: Answer) -> Iterator[str]:
    if found.history.silence:
        yield f"no history: {found.history.silence}"
        return
    shown = found.changes if found.field else found.changes[:SHOWN]
    yield "changed by" if shown else "no commit changed it"
    for change in shown:
        what = f": {_value(change.before)} → {_value(change.after)}" if found.field else ""
        yield f"  {_commit(change.revision)}{what}"
    if len(found.changes) > len(shown) or found.history.is_cut:
        yield "  … and earlier ones"


def _commit(revision: Revision) -> str:
    if revision.date is None:
        return revision.subject
    return f"{revision.date.date().isoformat()} {revision.hash[:HASH]} {revision.author}, “{revision.subject}”"


def _value(value: Any) -> str:
    return "(nothing)" if value is None else _shown(value)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else to_json(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
