"""Where an Article was written: "SEOUL (Wire) -", which is what "here" means in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.extraction.passage import Passage
from storage.actors import actor
from storage.models import Actor

_OPENING = 4  # passages in which it may stand
_LONGEST = 4  # words


@dataclass(frozen=True)
class Dateline:
    """A city as it is shown, "Seoul, South Korea", and its country."""

    city: str
    country: Actor


def dateline_of(passages: Sequence[Passage], headline: int) -> Dateline | None:
    """Return the city in capitals that opens one of the first passages; None: there is none that we know.

    headline  where the title ends: it may be in capitals as a whole
    """
    opening = (each for each in passages[:_OPENING] if each.words[0].start >= headline)
    return next((found for each in opening if (found := _dateline(each))), None)


def _dateline(passage: Passage) -> Dateline | None:
    last = 0
    while last < min(_LONGEST, len(passage.words)) and passage.words[last].text.isupper():
        last += 1
    hit = passage.lexicon.city(passage.words[:last])
    if hit is None:
        return None
    country = actor(hit.value)
    return Dateline(f"{' '.join(word.text.title() for word in passage.words[: hit.last])}, {country.name}", country)
