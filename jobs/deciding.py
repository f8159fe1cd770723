"""Of which Meeting each Mention speaks, in canonical order, whatever the order they arrived in."""

import heapq
import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jobs.belief import believe
from jobs.matching import Candidate, Match, match, may_speak_of, spans
from storage.actors import codes_akin
from storage.database import Storage
from storage.models import Action, Actor, Decision, Evidence, Says, When
from storage.spans import read_days

log = logging.getLogger(__name__)
_UIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:daybook:meeting")
_YEAR = timedelta(days=366)
_EVER = datetime.min.replace(tzinfo=UTC)
_OF_THE_KNOWN = frozenset({Says.DENIES, Says.HELD})  # what makes no Meeting of its own
Place = tuple[object, ...]


@dataclass
class Cluster:
    """The Mentions of one meeting, in canonical order."""

    id: int  # its Meeting's; of one that is none yet, below zero
    members: list[Evidence] = field(default_factory=list)
    edits: Sequence[Decision] = ()  # what admins gave its fields, there from the start

    def before(self, one: Evidence) -> list[Evidence]:
        """Return what was said of it before ``one``; what an admin put there was there from the start."""
        return [each for each in self.members if each.pinned_by or _place(each) < _place(one)]

    def actors(self) -> list[Actor]:
        """Return everyone who was ever said to meet there."""
        return actors_of(self.members)


@dataclass
class Decided:
    """What became of the Meetings that some Mentions touched."""

    meetings: dict[int, list[Evidence]] = field(default_factory=dict)  # what is said of each now, by id
    founded: list[list[Evidence]] = field(default_factory=list)  # of those that are new
    emptied: dict[int, int | None] = field(default_factory=dict)  # those without Mentions, and where these went


def actors_of(evidence: Iterable[Evidence]) -> list[Actor]:
    """Return everyone who meets by any of ``evidence``."""
    return list(dict.fromkeys(actor for one in evidence for actor in one.mention.actors))


def uid_of(first: Evidence) -> str:
    """Return the uid of a Meeting that ``first`` is the first to speak of."""
    return f"{uuid.uuid5(_UIDS, f'{first.article_key} {first.mention.start} {first.mention_id}')}@daybook"


def dates_of(evidence: Iterable[Evidence], decisions: Iterable[Decision] = ()) -> list[When]:
    """Return every date in ``evidence``, those moved from too, and those that admins gave."""
    said = [when for one in evidence for when in (one.mention.when, one.mention.earlier) if when is not None]
    return said + [read_days(value) for value in _given(decisions, "date")]


def places_given(decisions: Iterable[Decision]) -> list[str]:
    """Return every place that admins gave."""
    return [value for value in _given(decisions, "place") if value is not None]


def _given(decisions: Iterable[Decision], name: str) -> list[Any]:
    edits = (each.arguments for each in decisions if each.action is Action.EDIT)
    return [edit["value"] for edit in edits if edit["field"] == name]


async def decide(
    storage: Storage,
    fresh: Sequence[Evidence] = (),
    *,
    gone: Sequence[Evidence] = (),
    back: Sequence[Evidence] = (),
    touched: Iterable[int] = (),
    revision_id: int = 0,
) -> Decided:
    """Decide of which Meeting each of ``fresh`` speaks, and again what that leaves in doubt of later Mentions.

    fresh        current Mentions; where one has a meeting_id, it was of that Meeting before
    gone         Mentions that no longer count; each still names the Meeting it was of
    back         the same, put back by an admin: their Meetings are known by them, whatever came to these since
    touched      ids of Meetings that changed otherwise, as by an admin's hand
    revision_id  of which ``fresh`` are: where nothing else is as late, nothing later is looked for
    """
    deciding = _Deciding(storage, revision_id, frozenset(one.mention_id for one in back))
    await deciding.begin([*fresh, *back], gone, touched)
    return await deciding.finish()


class _Deciding:
    def __init__(self, storage: Storage, revision_id: int, back: frozenset[int]) -> None:
        self._storage, self._revision_id, self._back = storage, revision_id, back
        self._clusters: dict[int, Cluster] = {}
        self._of: dict[int, Cluster | None] = {}
        self._waiting: list[tuple[Place, Evidence]] = []
        self._queued: set[int] = set()
        self._touched: set[int] = set()
        self._matches: dict[int, Match | None] = {}

    async def begin(self, fresh: Sequence[Evidence], gone: Sequence[Evidence], touched: Iterable[int]) -> None:
        """Decide all that waits, earliest first; a decision may have later ones wait."""
        known = {one.meeting_id for one in (*gone, *fresh) if one.meeting_id is not None}
        await self._load({*known, *touched})
        self._touched |= {*known, *touched}
        for one in fresh:
            if one.pinned_by is not None:
                continue
            self._leave(one)
            self._of[one.mention_id] = None
            self._wait(one)
        for one in gone:
            if one.meeting_id is not None:
                left = self._clusters[one.meeting_id]
                await self._have_later_wait([replace(left, members=[one, *left.members])], one)
        for meeting_id in touched:
            await self._have_later_wait([self._clusters[meeting_id]])
        while self._waiting:
            await self._decide(heapq.heappop(self._waiting)[1])

    async def finish(self) -> Decided:
        """Give each cluster the Meeting that most of its Mentions were of, and keep what was decided."""
        decided = Decided()
        clusters = [self._clusters[each] for each in sorted(self._touched)]
        names = _named([cluster for cluster in clusters if cluster.members], self._touched, self._back)
        for cluster in clusters:
            if not cluster.members:
                continue
            meeting_id = names.get(cluster.id) or await self._founded_by(cluster.members)
            if meeting_id is None:
                decided.founded.append(cluster.members)
            else:
                decided.meetings[meeting_id] = cluster.members
                for one in cluster.members:
                    await self.put(one, meeting_id)
        for one_id, cluster_of in self._of.items():
            if cluster_of is None:
                await self._storage.mentions.assign(one_id, None, score=0, reasons=())
        emptied = {each for each in self._touched if each > 0} - set(decided.meetings)
        decided.emptied = {each: self._went_to(each, names) for each in sorted(emptied)}
        return decided

    async def put(self, one: Evidence, meeting_id: int) -> None:
        """Keep that ``one`` is of the Meeting, where that is new, and why."""
        if one.mention_id in self._matches:
            found = self._matches[one.mention_id]
            score, reasons = (found.score, found.reasons) if found else (1.0, ())
            await self._storage.mentions.assign(one.mention_id, meeting_id, score=score, reasons=reasons)
        elif one.meeting_id != meeting_id:
            await self._storage.mentions.assign(one.mention_id, meeting_id, score=one.score, reasons=one.reasons)

    async def _founded_by(self, members: Sequence[Evidence]) -> int | None:
        """Return a Meeting that began with one of ``members`` and of which nobody speaks now: it lives again."""
        known = [uid_of(one) for one in members if one.meeting_id is not None]
        found = await self._storage.meetings.ids_of(known) if known else []
        await self._load(found)
        return next((each for each in found if not self._clusters[each].members), None)

    def _went_to(self, meeting_id: int, names: dict[int, int]) -> int | None:
        went = {
            names.get(cluster.id)
            for cluster in self._clusters.values()
            for one in cluster.members
            if one.meeting_id == meeting_id
        }
        return went.pop() if len(went) == 1 else None

    async def _decide(self, one: Evidence) -> None:
        present = self._of.get(one.mention_id)
        found = match(one.mention, await self._candidates(one))
        chosen = self._clusters[found.id] if found else self._on_its_own(one, present)
        self._matches[one.mention_id] = found
        if found:
            facts = {"meeting": found.id, "score": found.score, "reasons": found.reasons}
            log.info("mention matched", extra={"mention": one.mention_id, "rule": one.mention.rule, **facts})
        if chosen is present and one.mention_id in self._of and (chosen or one.mention.says in _OF_THE_KNOWN):
            return
        self._leave(one)
        self._of[one.mention_id] = chosen
        changed = [cluster for cluster in (present, chosen) if cluster is not None]
        self._touched |= {cluster.id for cluster in changed}
        if chosen is not None:
            chosen.members = sorted([*chosen.members, one], key=_place)
        await self._have_later_wait(changed, one)

    def _on_its_own(self, one: Evidence, present: Cluster | None) -> Cluster | None:
        """Return the cluster that begins with ``one``; None where it only speaks of others."""
        if one.mention.says in _OF_THE_KNOWN:
            return None
        if present is not None and not [each for each in present.before(one) if each is not one]:
            return present
        cluster = self._clusters[-one.mention_id] = Cluster(-one.mention_id, edits=self._take_edits(one))
        return cluster

    def _take_edits(self, one: Evidence) -> Sequence[Decision]:
        """Return what admins gave the Meeting that ``one`` was of, where it is the first of those to be decided."""
        left = self._clusters.get(one.meeting_id or 0)
        if left is None or left.members:
            return ()
        edits, left.edits = left.edits, ()
        return edits

    async def _candidates(self, one: Evidence) -> list[Candidate]:
        mention = one.mention
        await self._load(await self._storage.meetings.candidates(spans(mention, one.published), mention.actors))
        found = []
        for cluster in self._clusters.values():
            said = [each for each in cluster.before(one) if each.mention_id != one.mention_id]
            dates = dates_of(said, cluster.edits)
            if said and may_speak_of(mention, one.published, actors_of(said), dates):
                of_article = any(each.article_id == one.article_id for each in said)
                found.append(Candidate(believe(said), dates, cluster.id, of_article, places_given(cluster.edits)))
        return found

    async def _have_later_wait(self, clusters: Sequence[Cluster], one: Evidence | None = None) -> None:
        """Have those wait that come after ``one`` and may speak of one of ``clusters``; None: wherever they come."""
        if one and self._revision_id and await self._storage.mentions.is_last(self._revision_id, one.said_at):
            return
        for cluster in clusters:
            members = [*cluster.members, one] if one else cluster.members
            if not members:
                continue
            actors, dates = actors_of(members), dates_of(members, cluster.edits)
            around = [(_minus(min(when.first for when in dates)), _plus(max(when.last for when in dates)))]
            codes = codes_akin(actors) or {""}
            since = one.said_at if one else _EVER
            await self._load(await self._storage.meetings.spoken_of_since(since, around, codes))
            denials = await self._storage.mentions.denials(around, codes)
            known = [each for other in list(self._clusters.values()) for each in other.members]
            for each in (*known, *(each for each in denials if each.mention_id not in self._of)):
                is_later = one is None or _place(each) > _place(one)
                if is_later and may_speak_of(each.mention, each.published, actors, dates):
                    self._wait(each)

    async def _load(self, meeting_ids: Iterable[int]) -> None:
        missing = [each for each in meeting_ids if each not in self._clusters]
        if not missing:
            return
        decided = await self._storage.decisions.in_force(missing)
        edits = {each: [one for one in those if one.action is Action.EDIT] for each, those in decided.items()}
        for meeting_id, evidence in (await self._storage.meetings.evidence_of(missing)).items():
            cluster = self._clusters[meeting_id] = Cluster(meeting_id, edits=edits.get(meeting_id, ()))
            for one in evidence:
                if one.mention_id not in self._of:
                    self._of[one.mention_id] = cluster
                    cluster.members.append(one)

    def _leave(self, one: Evidence) -> None:
        present = self._of.get(one.mention_id)
        if present is not None:
            present.members = [each for each in present.members if each.mention_id != one.mention_id]

    def _wait(self, one: Evidence) -> None:
        if one.mention_id not in self._queued and one.pinned_by is None:
            self._queued.add(one.mention_id)
            heapq.heappush(self._waiting, (_place(one), one))


def _named(clusters: Sequence[Cluster], meetings: set[int], back: frozenset[int]) -> dict[int, int]:
    """Return the Meeting of each cluster, by its id: the one most of its Mentions were of, the oldest on a tie.

    One whose fields admins edited stays what it is. Else those Mentions that admins put somewhere, or put ``back``, are
    asked first; of as many, those that were read first.
    """
    votes: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for cluster in clusters:
        for one in cluster.members:
            if one.meeting_id is not None and one.meeting_id in meetings:
                is_first = one.pinned_by is not None or one.mention_id in back
                votes[cluster.id, one.meeting_id, is_first].append(one.mention_id)
    names = {cluster.id: cluster.edits[0].meeting_id for cluster in clusters if cluster.edits}
    ranked = sorted(votes, key=lambda each: (not each[2], -len(votes[each]), each[1], min(votes[each])))
    for cluster_id, meeting_id, _ in ranked:
        if cluster_id not in names and meeting_id not in names.values():
            names[cluster_id] = meeting_id
    return names


def _place(one: Evidence) -> Place:
    return (*one.order, one.mention_id)


def _minus(day: date) -> date:
    return date.fromordinal(max(day.toordinal() - _YEAR.days, 1))


def _plus(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + _YEAR.days, date.max.toordinal()))
