"""Sentences that announce one meeting after another: "Mali and Togo will meet on Monday, and Peru will host …"."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jobs.extraction.lexicon import Hit
from jobs.extraction.named.actors import Named, Role
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated

_VERBS = frozenset({"ahead", "modal", "back", "done", "reports"})  # tenses that say what somebody does, did or will do
_LONGEST_SUBJECT = 14  # words from "and" to "will host"


@dataclass(frozen=True)
class _Clause:
    """The words ``first`` up to ``last``, of which those up to ``verb`` are the subject.

    is_own  whether the subject is named; else it is that of the clause before, "and will host", or "they"
    """

    first: int
    last: int
    verb: int
    is_own: bool


def in_clause(event: Hit, date: Dated, passage: Passage) -> Passage:
    """Return the passage without the Actors of other clauses with dates of their own; itself where there is one only.

    A clause without a subject has that of the one before it.
    """
    if len(passage.dates) == 1:
        return passage
    clauses = _clauses(passage)
    own = next((i for i, each in enumerate(clauses) if each.first <= event.first < each.last), None)
    if own is None or len(clauses) == 1 or not clauses[own].first <= date.first < clauses[own].last:
        return passage
    hidden = {named.first for named in passage.actors if not _belongs(named, own, clauses, passage)}
    return replace(passage, hidden=passage.hidden | hidden) if hidden else passage


def on_date(event: Hit, date: Dated, dates: Sequence[Dated], passage: Passage) -> Passage:
    """Return the passage without whom the same word announces for its other dates: "with Mali on 3 May and Togo on 5".

    What visits is no matter of this: a trip goes on.
    """
    hidden: set[int] = set()
    for before, after in pairwise(dates) if event.value != "visit" else ():
        own = _between(before, after, passage)
        others = [each for each in passage.actors if each not in own and each.first < before.first]
        replaced = others if len(own) > 1 else [each for each in others if each.first >= event.last]
        if own and replaced:
            hidden |= {each.first for each in (replaced if date is after else own)}
    return replace(passage, hidden=passage.hidden | hidden) if hidden else passage


def _between(before: Dated, after: Dated, passage: Passage) -> list[Named]:
    """The Actors between two dates, if nothing else stands there: "on 3 May and Togo and Benin on 5 May"."""
    own = [each for each in passage.actors if before.last <= each.first < after.first and each.role is not Role.PLACE]
    taken = {i for each in own for i in range(each.first, each.last)}
    rest = (i for i in range(before.last, after.first) if i not in taken)
    return own if all(_joins(i, passage) for i in rest) else []


def _joins(i: int, passage: Passage) -> bool:
    hit = passage.lexicon["roles"].at(passage.words, i)
    is_with = hit is not None and hit.value == "party"
    return is_with or any(passage.lexicon[each].at(passage.words, i) for each in ("pairs", "date_joins", "determiners"))


def _belongs(named: Named, own: int, clauses: Sequence[_Clause], passage: Passage) -> bool:
    """Whether an Actor is named in a clause, or is the subject that it goes on with."""
    clause = clauses[own]
    if clause.first <= named.first < clause.last:
        return True
    if clause.is_own or named.first >= clause.first:
        return False
    before = clauses[own - 1]
    has_object = any(each.role is Role.PARTY and clause.first <= each.first < clause.last for each in passage.actors)
    if before.first <= named.first < before.last:
        return named.first < before.verb or not has_object
    return _belongs(named, own - 1, clauses, passage)


def _clauses(passage: Passage) -> list[_Clause]:
    """The clauses of a sentence, each with a date and a word of what happens then; one where it cannot be told."""
    verbs = _verbs(passage)
    opening = [(0, _first_verb(0, verbs) or 0, True)]
    for hit in passage.hits("joints"):
        if _has_date(opening[-1][0], hit.first, passage) and (clause := _opening(hit, verbs, passage)):
            opening.append(clause)
    ends = [first for first, *_ in opening[1:]] + [len(passage.words)]
    return [_Clause(first, end, verb, is_own) for (first, verb, is_own), end in zip(opening, ends, strict=True)]


def _opening(joint: Hit, verbs: Sequence[int], passage: Passage) -> tuple[int, int, bool] | None:
    """Where a clause begins after a joint, where its verb stands, and whether it names its subject; None: none does."""
    first = joint.last
    verb = _first_verb(first, verbs)
    if verb is None or not _has_date(first, len(passage.words), passage) or _is_in_list(joint, passage):
        return None
    if any(hit.value == "ends" and first <= hit.first < verb for hit in passage.hits("tense")):
        return None  # "and who will …"
    is_own = any(first <= each.first < verb and each.role is not Role.PLACE for each in passage.actors)
    is_meant = any(first <= hit.first < verb for hit in passage.hits("references"))
    is_left_out = all(i in passage.dated or _is_plain(i, passage) for i in range(first, verb))
    return (first, verb, is_own) if is_own or is_meant or is_left_out else None


def _verbs(passage: Passage) -> list[int]:
    """The words that say what somebody does, in order."""
    told = (hit.first for hit in passage.hits("tense") if hit.value in _VERBS)
    events = (event.first for event in passage.events if event.section in {"verbs", "hosts"})
    return sorted((*told, *events))


def _first_verb(first: int, verbs: Sequence[int]) -> int | None:
    """The first of ``verbs`` from word ``first`` on; None: none stands near."""
    i = bisect_left(verbs, first)
    return verbs[i] if i < len(verbs) and verbs[i] <= first + _LONGEST_SUBJECT else None


def _has_date(first: int, last: int, passage: Passage) -> bool:
    """Whether a date stands there, and what happens then."""
    return any(first <= each.first < last for each in passage.dates) and any(
        first <= each.first < last for each in passage.events
    )


def _is_in_list(joint: Hit, passage: Passage) -> bool:
    """Whether it may join Actors only: "Mali, Togo and Benin will …"."""
    if joint.value == "clause" or joint.last in passage.dated or joint.last + 1 in passage.dated:
        return False
    last = joint.first
    if last and passage.words[last - 1].text == ",":
        last -= 1
        return any(named.last == last and named.role is not Role.PLACE for named in passage.actors)
    return last - 1 not in passage.dated


def _is_plain(i: int, passage: Passage) -> bool:
    return any(passage.lexicon[section].at(passage.words, i) for section in ("date_joins", "plain"))
