"""The Mentions of one Article that speak of one meeting, brought together: what one leaves open another may say."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import chain

from storage.models import Actor, Kind, Mention, Precision, Says, When

_APART = frozenset({Kind.HEARING, Kind.CALL})  # never another word for some other kind


def together(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the Mentions with who, what and where as the whole Article has it, in the same order.

    Without those of a vague date that others tell in full: "in June" of a trip, beside its days; what one sentence
    says twice comes once: "were to meet on 3 March but will now meet on 9 March".
    """
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for i, mention in enumerate(mentions):
        if mention.when.is_day_precise or not any(_tells_more(other, mention) for other in mentions):
            alike[_compared(mention)].append(i)
    groups: list[list[list[int]]] = []
    for same in alike.values():
        one = mentions[same[0]]
        fitting = [group for group in groups if all(_is_same(one, mentions[other[0]]) for other in group)]
        if fitting:
            fitting[0].append(same)
        else:
            groups.append([same])
    told = {i: mention for group in groups for i, mention in _told(list(chain(*group)), mentions)}
    return list(dict.fromkeys(told[i] for i in sorted(told)))


def _compared(mention: Mention) -> Hashable:
    """All of a Mention that tells whether it is of one meeting with another: what says the same is compared once."""
    whens = [when for when in (mention.when, mention.earlier) if when]
    dates = tuple((when.first, when.last, when.precision) for when in whens)
    return mention.kind, frozenset(mention.actors), mention.place, dates


def _is_same(one: Mention, other: Mention) -> bool:
    """Whether two Mentions of one Article may be of one meeting: nothing that they say sets them apart."""
    if one.kind is not other.kind and {one.kind, other.kind} & _APART:
        return False
    if not _are_same_actors(set(one.actors), set(other.actors), is_same_kind=one.kind is other.kind):
        return False
    if one.place and other.place and not (one.place in other.place or other.place in one.place):
        return False
    return _is_same_date(one, other)


def _tells_more(fine: Mention, vague: Mention) -> bool:
    """Whether one day of what a vague Mention is about is told by another: they share an Actor."""
    if vague.when.is_day_precise or not fine.when.is_day_precise or vague.says is not Says.ANNOUNCES:
        return False
    is_within = vague.when.first <= fine.when.first and fine.when.last <= vague.when.last
    is_loose = fine.kind is vague.kind or vague.start == 0 or vague.when.precision is Precision.WEEK
    return is_within and is_loose and (not vague.actors or bool(set(fine.actors) & set(vague.actors)))


def _are_same_actors(ours: set[Actor], theirs: set[Actor], *, is_same_kind: bool) -> bool:
    """Whether the ones may be the others, named less fully: a single one is rarely all who meet."""
    if ours <= theirs or theirs <= ours:
        return True
    return is_same_kind and min(len(ours), len(theirs)) == 1


def _is_same_date(one: Mention, other: Mention) -> bool:
    ours = [when for when in (one.when, one.earlier) if when]
    theirs = [when for when in (other.when, other.earlier) if when]
    return any(_is_same_when(our, their, is_same_kind=one.kind is other.kind) for our in ours for their in theirs)


def _is_same_when(one: When, other: When, *, is_same_kind: bool) -> bool:
    if one.is_day_precise and other.is_day_precise:
        if (one.first, one.last) == (other.first, other.last):
            return True
        return is_same_kind and one.first == other.first
    if (one.first, one.last) == (other.first, other.last):
        return True
    fine, coarse = (one, other) if one.is_day_precise else (other, one)
    is_loose = is_same_kind or coarse.precision is Precision.WEEK
    return fine.is_day_precise and is_loose and coarse.first <= fine.first and fine.last <= coarse.last


def _told(group: Sequence[int], mentions: Sequence[Mention]) -> list[tuple[int, Mention]]:
    """Each Mention of a group with the fullest Actors and the kind, name and place that belong to them."""
    those = [mentions[i] for i in sorted(group)]
    fullest = max(those, key=lambda one: (len(one.actors), one.start > 0))
    kinds = Counter(one.kind for one in those)
    kind = fullest.kind if kinds[fullest.kind] == max(kinds.values()) else kinds.most_common(1)[0][0]
    if kind is Kind.COUNCIL and Kind.CONFERENCE in kinds:  # one to which some invite the others
        kind = Kind.CONFERENCE
    place = max((one.place for one in those if one.place), key=len, default=None)
    return [
        (
            i,
            replace(
                mentions[i],
                actors=fullest.actors,
                kind=kind,
                name=fullest.name,
                place=place if mentions[i].says is Says.ANNOUNCES else mentions[i].place,
            ),
        )
        for i in group
    ]
