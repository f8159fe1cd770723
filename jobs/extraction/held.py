"""Reports that a meeting was held: of use to a diary that knows the meeting, and to nobody else."""

from collections.abc import Iterator
from datetime import date, timedelta

from jobs.extraction.home import home_of
from jobs.extraction.lexicon import Hit
from jobs.extraction.meeting.kinds import kind_of
from jobs.extraction.meeting.names import name_of
from jobs.extraction.meeting.parties import parties_of
from jobs.extraction.meeting.places import place_of
from jobs.extraction.meeting.references import Earlier
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated
from jobs.extraction.timex.tense import Tense
from storage.models import Article, Mention, Says

_LATEST = timedelta(days=7)  # a report that is later looks back on something else
_REACH = 8  # words between the verb, the meeting and its date, and what those set apart
_NEGATION_REACH = 3


def held(passage: Passage, earlier: Earlier, article: Article) -> Iterator[Mention]:
    """Yield what the passage reports of meetings that were held on the day of publication or in the week before."""
    past = [each for each in passage.dates if _is_just_past(each, article.published)]
    if not past or passage.changes:  # "was held on Monday after it had been put off"
        return
    start, end = passage.words[0].start, passage.words[-1].end
    for dated in past:
        event = _event(dated, passage)
        if event is None or not (parties := parties_of(event, home_of(article), passage, earlier)):
            continue
        yield Mention(
            start=start,
            end=end,
            quote=article.body[start:end],
            says=Says.HELD,
            when=dated.when,
            actors=parties,
            kind=kind_of(event, parties, passage),
            name=name_of(event, parties, passage),
            place=place_of(event, passage),
            rule=dated.rule,
        )


def _is_just_past(dated: Dated, published: date) -> bool:
    when = dated.when
    return when.is_day_precise and dated.tense is Tense.BACK and published - _LATEST <= when.last <= published


def _event(dated: Dated, passage: Passage) -> Hit | None:
    """The meeting that was held then: a verb by itself, "met", or the nearest noun of one with "held"."""
    for verb in sorted(passage.hits("past"), key=lambda each: abs(each.first - dated.first)):
        if passage.has("unreal", "no", verb.first - _NEGATION_REACH, verb.first) or passage.is_said(verb.first):
            continue
        if _apart(verb, dated, passage) > _REACH:
            continue
        if verb.value == "met":
            return Hit("verbs", "meeting", verb.first, verb.last)
        if noun := _noun(verb, passage):
            return noun
    return None


def _noun(verb: Hit, passage: Passage) -> Hit | None:
    """What was held: the subject of "was held" and "took place", the object of "held"."""
    nouns = [each for each in passage.events if each.section == "nouns"]
    if verb.value == "took_place":
        return next((each for each in reversed(nouns) if 0 <= passage.apart(each.last, verb.first) <= _REACH), None)
    return next((each for each in nouns if 0 <= each.first - verb.last <= _REACH), None)


def _apart(verb: Hit, dated: Dated, passage: Passage) -> int:
    first, last = (verb.last, dated.first) if verb.first < dated.first else (dated.last, verb.first)
    return passage.apart(first, last)
