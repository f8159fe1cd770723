"""Who "will meet with" whom by names that stand in one passage only, and of whom the Article says no more."""

from collections.abc import Iterator

from jobs.extraction.lexicon import Hit
from jobs.extraction.named.institutions import runs
from jobs.extraction.passage import Passage
from jobs.extraction.words import Word, phrase
from storage.actors import other_actor
from storage.models import Actor

_REACH = 5  # words between "meet" and whom
_SHORTEST = 2  # words of a name
_INITIALS = 3  # letters


def strangers(event: Hit, passage: Passage) -> Iterator[Actor]:
    """Yield who is said to meet and whom, by names that no list has: before the verb, and after it or after "with"."""
    found = (_without_title(run, passage) for run in runs(passage.words, passage.lexicon))
    named = [run for run in found if _is_stranger(run, passage)]
    before = [run for run in named if run.stop <= event.first and _is_subject(run, event, passage)]
    after = [run for run in named if run.start >= event.last and _is_object(run, event, passage)]
    for run in (*before[-1:], *after[:1]):
        yield other_actor(phrase(passage.words[run.start : run.stop]))


def _without_title(run: range, passage: Passage) -> range:
    """The run after "President" or "Mr"."""
    first, lexicon = run.start, passage.lexicon
    while first < run.stop:
        hit = lexicon["names"].at(passage.words, first) or lexicon["ranks"].at(passage.words, first)
        if hit is None or hit.section not in {"titles", "ranks"}:
            break
        first = hit.last
    return range(first, max(first, run.stop))


def _is_stranger(run: range, passage: Passage) -> bool:
    """Whether it is a name by itself, and not "Republican" in "Republican voters"."""
    words, following = passage.words, run.stop
    if not run or any(i in passage.taken for i in run) or any(passage.lexicon["events"].at(words, i) for i in run):
        return False
    if following < len(words) and words[following].text.islower() and passage.describes(following):
        return False
    return len(run) >= _SHORTEST or _is_initials(words[run.start])


def _is_initials(word: Word) -> bool:
    return word.text.isupper() and len(word.text) >= _INITIALS


def _is_subject(run: range, event: Hit, passage: Passage) -> bool:
    between = range(run.stop, event.first)
    return event.section == "verbs" and bool(between) and all(_is_of_verb(i, passage) for i in between)


def _is_of_verb(i: int, passage: Passage) -> bool:
    """Whether it is part of "is scheduled to" or "will also"."""
    word = passage.words[i]
    return word.text.islower() and (
        any(passage.lexicon[each].at(passage.words, i) for each in ("tense", "plain"))
        or word.lower.endswith(passage.lexicon.adverb_endings)
    )


def _is_object(run: range, event: Hit, passage: Passage) -> bool:
    between = [i for i in range(event.last, run.start) if i not in passage.dated]
    if len(between) > _REACH or not all(passage.words[i].text.isalpha() for i in between):
        return False
    roles = [hit.value for hit in passage.hits("roles") if hit.first in between and hit.last not in passage.dated]
    return roles == ["party"] or (event.section == "verbs" and not roles)
