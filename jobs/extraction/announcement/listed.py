"""Meetings listed one after another on one date: "the ASEAN Summit and the East Asia Summit"."""

from collections.abc import Sequence
from dataclasses import replace

from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage


def listed_with(event: Hit, passage: Passage) -> list[Hit]:
    """Return the other meetings of a list that begins with ``event``, in order; each names its own Actor."""
    found: list[Hit] = []
    for other in passage.events:
        last = (found[-1] if found else event).last
        if other.first <= last or event.section != "nouns":
            continue
        phrase = passage.phrase(other)
        between = passage.words[last : phrase.start]
        is_next = other.section == "nouns" and _has_actor(phrase, passage)
        if not is_next or not between or not all(_joins(i, passage) for i in range(last, phrase.start)):
            break
        found.append(other)
    return found if _has_actor(passage.phrase(event), passage) else []


def _has_actor(phrase: range, passage: Passage) -> bool:
    return any(named.first in phrase or named.last - 1 == phrase.stop for named in passage.actors)


def _joins(i: int, passage: Passage) -> bool:
    """Whether word ``i`` joins what is listed: "and", a comma, "the"."""
    lexicon = passage.lexicon
    return any(lexicon[section].at(passage.words, i) for section in ("pairs", "determiners", "lists"))


def without_others(event: Hit, listed: Sequence[Hit], passage: Passage) -> Passage:
    """Return the passage without the Actors that only the other meetings of the list name."""
    phrases = [_phrase(other, passage) for other in listed if other is not event]
    hidden = {named.first for named in passage.actors if any(named.first in phrase for phrase in phrases)}
    return replace(passage, hidden=passage.hidden | hidden) if hidden else passage


def _phrase(event: Hit, passage: Passage) -> range:
    phrase = passage.phrase(event)
    return range(phrase.start, event.last)
