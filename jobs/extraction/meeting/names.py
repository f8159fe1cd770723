"""What a meeting is called, in the words of the article."""

from collections.abc import Sequence

from jobs.extraction.lexicon import Hit
from jobs.extraction.meeting.editions import edition_of
from jobs.extraction.passage import Passage
from jobs.extraction.words import Word, phrase
from storage.models import Actor, ActorKind

_MOST_ACTORS = 4
_LONGEST_BEFORE = 3  # words before "talks"
_LONGEST_TOPIC = 4  # words after "on"


def name_of(event: Hit, actors: Sequence[Actor], passage: Passage) -> str:
    """Return "Actor – Actor: its noun phrase".

    Of more than four Actors only the body they are of, or else the first "and others".
    """
    if edition := edition_of(event, passage):
        return _titled(phrase(passage.words[edition.start : edition.stop]), actors)
    return _titled(event.value if event.section != "nouns" else _noun_phrase(event, passage), actors)


def renamed(name: str, actors: Sequence[Actor]) -> str:
    """Return what a meeting of that name is called if these Actors meet, at least one."""
    what = name.rpartition(": ")[2]
    return _titled(what if ": " in name else what[:1].lower() + what[1:], actors)


def _titled(what: str, actors: Sequence[Actor]) -> str:
    if not actors:
        return what[:1].upper() + what[1:]
    if len(actors) > _MOST_ACTORS:
        body = next((each.name for each in actors if each.kind is ActorKind.BODY), None)
        return f"{body or f'{actors[0].name} and others'}: {what}"
    return f"{' – '.join(each.name for each in actors)}: {what}"


def _noun_phrase(event: Hit, passage: Passage) -> str:
    """The words before "talks" that name no Actor, and after it the topic: "talks on arms control"."""
    first = event.first
    while (
        first > event.first - _LONGEST_BEFORE
        and first - 1 in passage.phrase(event)
        and _describes(first - 1, passage)
        and not _is_verb(first - 1, passage)
    ):
        first -= 1
    last = event.last
    if last < len(passage.words) and passage.lexicon["topics"].at(passage.words, last):
        end = last + 1
        while end < min(len(passage.words), last + 1 + _LONGEST_TOPIC) and _describes(end, passage):
            end += 1
        is_cut = end < len(passage.words) and passage.lexicon["determiners"].at(passage.words, end) is not None
        last = end if end > last + 1 and not is_cut else last  # not "talks on ending" of "talks on ending the war"
    return _plain(passage.words[first:last])


def _is_verb(i: int, passage: Passage) -> bool:
    """Whether it is the "reopen" of "to reopen talks" and "which reopens talks", or "cancelled"."""
    words = passage.words
    if any(hit.first <= i < hit.last for hit in passage.changes):
        return True
    return (
        i > 0
        and words[i].text.islower()
        and (
            passage.lexicon["tense"].at(words, i - 1) is not None or any(hit.last == i for hit in passage.hits("cuts"))
        )
    )


def _describes(i: int, passage: Passage) -> bool:
    word = passage.words[i]
    known = any(passage.lexicon[section].at(passage.words, i) for section in ("plain", "tense", "roles", "purposes"))
    return (
        i not in passage.taken
        and word.text.isalpha()
        and not (i > 0 and passage.words[i - 1].text.isdigit() and passage.words[i - 1].end == word.start)  # "27th"
        and not known
        and not word.lower.endswith(passage.lexicon.adverb_endings)
    )


def _plain(words: Sequence[Word]) -> str:
    """In lower case, unless it is a name of its own: "Strategic Stability Dialogue"."""
    text = phrase(words)
    is_name = len(words) > 1 and words[-1].text[0].isupper()
    return text if is_name or words[0].text.isupper() else text[:1].lower() + text[1:]
