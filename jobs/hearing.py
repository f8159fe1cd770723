"""What is heard of one meeting, Mention after Mention in canonical order: who turns what, and who dissents. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from jobs.held import Held, tier_of, written
from jobs.likeness import agree, closer, is_same_place, is_within, same_days
from storage.models import Certainty, Dissent, Evidence, Says, Status, When
from storage.spans import write_days

_SURER = (Certainty.DENIED, Certainty.POSSIBLE, Certainty.EXPECTED, Certainty.CONFIRMED)
_OFF = {Says.POSTPONES: Status.POSTPONED, Says.CANCELS: Status.CANCELLED, Says.HELD: Status.HELD}


@dataclass
class Heard:
    """What was heard so far of one meeting."""

    when: Held[When]
    status: Held[Status]
    place: Held[str | None]
    certainty: Held[Certainty]
    off_at: datetime  # when it was last said to be off, or first said at all
    earlier: list[When]
    was_reinstated: bool = False

    @classmethod
    def first(cls, one: Evidence) -> Self:
        """Return what the first Mention says."""
        mention = one.mention
        status = Status.MOVED if mention.says is Says.MOVES else _OFF.get(mention.says, Status.SCHEDULED)
        certainty = Certainty.DENIED if mention.says is Says.DENIES else mention.certainty
        heard = cls(
            Held.by(one, mention.when),
            Held.by(one, status),
            Held.by(one, mention.place),
            Held.by(one, certainty),
            one.said_at,
            [],
        )
        heard.note_earlier(mention.earlier)
        return heard

    def hear(self, one: Evidence) -> None:
        """Take in what one more Mention says."""
        mention = one.mention
        if mention.says is Says.HELD:  # a look back tells nothing else anew
            self.hear_status(Status.HELD, one)
            return
        match mention.says:
            case Says.MOVES:
                self.note_earlier(mention.earlier)
                self.hear_date(one, corrects=True)
                if same_days(self.when.value, mention.when):
                    self.hear_status(Status.MOVED, one)
            case Says.ANNOUNCES:
                self.hear_date(one, corrects=False)
                self.hear_announced(one)
            case Says.POSTPONES | Says.CANCELS:
                self.hear_status(_OFF[mention.says], one)
        if mention.place is not None:
            self.hear_place(mention.place, one)
        self.hear_certainty(one)

    def note_earlier(self, when: When | None) -> None:
        """Keep a date that it was to be on before; it is left, and comes back as such."""
        if when is not None and not any(same_days(when, known) for known in self.earlier):
            self.earlier.append(when)
            if not any(same_days(when, old) for old in self.when.left):
                self.when.left.append(when)

    def hear_date(self, one: Evidence, *, corrects: bool) -> None:
        """Take the date; see ``Held.turn`` for ``corrects``."""
        present, said = self.when.value, one.mention.when
        if agree(present, said):
            told = closer(present, said, newer=tier_of(one) <= self.when.tier)
            if told is said and is_within(said, present) and not same_days(said, present):
                self.when.tier = tier_of(one)  # who is vaguer does not hold what is finer
                self.when.holders = set()
            self.when.value = told
            self.when.support(one)
        elif not corrects and self._is_left(said, one):
            self.when.dissent[one.outlet] = said
        elif self.when.turn(said, one, key=written(said), corrects=corrects):
            self.note_earlier(present)
            if self.status.value is Status.SCHEDULED:
                self.status.value = Status.MOVED

    def _is_left(self, said: When, one: Evidence) -> bool:
        """Return whether ``said`` is the vague date of which a finer one was moved away."""
        return (
            not said.is_day_precise
            and tier_of(one) >= self.when.tier
            and any(is_within(old, said) for old in self.when.left)
        )

    def hear_announced(self, one: Evidence) -> None:
        """Take a meeting that is off as on again, where a source as near says so later."""
        on = Status.MOVED if self.earlier else Status.SCHEDULED
        if self.status.value in (Status.SCHEDULED, Status.MOVED):
            self.status.support(one)
        elif self.status.value is not Status.HELD and one.said_at > self.off_at:
            if not self.was_reinstated:
                self.status.left.clear()  # that it stood at first is no going back and forth
            self.was_reinstated |= self.status.turn(on, one, key=on, corrects=True)

    def hear_status(self, status: Status, one: Evidence) -> None:
        """Take the status; it was held only where a report of its last day or later says so."""
        if status is Status.HELD:
            when = self.when.value
            if one.said_at.date() >= (when.last if when.is_day_precise else when.first):
                self.status.value = status
        elif self.status.value is status:
            self.status.support(one)
        elif status is Status.MOVED and self.status.value is Status.SCHEDULED:
            self.status.value = status
        elif self.status.value is not Status.HELD and self.status.turn(status, one, key=status, corrects=True):
            self.off_at = one.said_at

    def hear_place(self, place: str, one: Evidence) -> None:
        """Take the place; of two names of one place the fuller stays."""
        present = self.place.value
        if present is None or is_same_place(present, place):
            self.place.value = place if present is None or len(place) > len(present) else present
            if present is None:
                self.place.tier, self.place.holders = tier_of(one), set()
            self.place.support(one)
        else:
            self.place.turn(place, one, key=place, corrects=one.mention.says is Says.MOVES)

    def hear_certainty(self, one: Evidence) -> None:
        """Let it rise with who is surer; only one who doubts or denies as near to it takes it back."""
        says = Certainty.DENIED if one.mention.says is Says.DENIES else one.mention.certainty
        present = self.certainty.value
        if says is present:
            self.certainty.support(one)
        elif says in (Certainty.DENIED, Certainty.POSSIBLE) or present is Certainty.DENIED:
            self.certainty.turn(says, one, key=says, corrects=True)
        elif _SURER.index(says) > _SURER.index(present):
            self.certainty.value = says
            self.certainty.support(one)

    def dissent(self) -> Iterable[Dissent]:
        """Yield what sources say otherwise of the date, place and status."""
        for outlet, when in self.when.dissent.items():
            if not agree(when, self.when.value):
                yield Dissent("date", write_days(when), outlet)
        for outlet, place in self.place.dissent.items():
            if place is not None:
                yield Dissent("place", place, outlet)
        for outlet, status in self.status.dissent.items():
            yield Dissent("status", status, outlet)
