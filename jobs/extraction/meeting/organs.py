"""As what those who meet are known: the organs of one country, the members of a small group."""

from collections.abc import Sequence

from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from storage.actors import group, organs, parliaments, whose
from storage.models import Actor, ActorKind


def as_they_meet(found: Sequence[Actor], event: Hit, passage: Passage) -> tuple[Actor, ...]:
    """Return those who meet: of one country's two parties its organs, of a small group its members."""
    organs_of_one = _organs(found, event, passage)
    return tuple(dict.fromkeys(each for one in organs_of_one for each in group(one).members or (one,)))


def _organs(found: Sequence[Actor], event: Hit, passage: Passage) -> Sequence[Actor]:
    """The president with his own parliament is no country: "White House", "US Congress"."""
    countries = [each for each in found if each.kind is ActorKind.COUNTRY]
    known = organs(countries[0]) if len(countries) == 1 else None
    if known is None:
        return _parliament(found)
    if not any(each in known.parliament or set(known.parliament) & set(whose(each)) for each in found):
        is_trial = event.value == "hearing" and any(each.kind is ActorKind.OTHER for each in found)
        return [known.prosecutor if each == countries[0] and is_trial else each for each in found]
    if event.value != "hearing" and set(known.parliament) & set(found):
        found = [each for each in found if not _is_member(each, passage)]
    return _parliament([known.executive if each == countries[0] else each for each in found])


def _is_member(named: Actor, passage: Passage) -> bool:
    """Whether one who is named beside a parliament is of it: its speaker, a committee."""
    return named.kind is ActorKind.OTHER and not passage.people.bodies.is_company(named.code)


def _parliament(found: Sequence[Actor]) -> Sequence[Actor]:
    """Both houses are the parliament."""
    for parliament in parliaments():
        if len(set(parliament) & set(found)) > 1:
            found = [parliament[0] if each in parliament else each for each in found]
    return list(dict.fromkeys(found))
