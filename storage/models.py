"""The project's words as frozen records; what each means is said once, here.

Moments are aware UTC datetimes named ``…_at``; days are dates, and a span of days includes both ends.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any


class Precision(StrEnum):
    """How finely a source gave a date; never made finer than that."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True)
class When:
    """When a meeting is: the days it may fall on or lasts, as finely as the source gave them.

    With a precision of a day or finer, ``first``..``last`` are the days it lasts. With a coarser one it falls
    somewhere within them: "in March" is 1–31 March, precision month; "in early January" 1–10 January, month.
    """

    first: date
    last: date
    precision: Precision = Precision.DAY
    clock_time: time | None = None  # at the place, where the source states one
    zone: str | None = None  # IANA zone or a fixed offset "UTC+03:00" of clock_time; None: not stated
    phrase: str = ""  # the words it was read from
    resolved_from: date | None = None  # the day that relative words were counted from

    def __post_init__(self) -> None:
        """Raise ValueError for a span that ends before it begins."""
        if self.last < self.first:
            raise ValueError(f"{self.first} to {self.last} is not a span of days")

    @property
    def is_day_precise(self) -> bool:
        """Whether the day is known, with or without a clock time."""
        return self.precision in (Precision.MINUTE, Precision.HOUR, Precision.DAY)


class ActorKind(StrEnum):
    """What an Actor is."""

    COUNTRY = "country"
    BODY = "body"
    OTHER = "other"  # a company, a person, a party to a conflict


@dataclass(frozen=True)
class Actor:
    """Who meets: a country, a body or another party.

    ``code`` is stable: ISO 3166-1 alpha-2 for a country ("RU"), a short upper-case word for a body ("NATO"),
    ``x-`` and the name in lower case for what has none ("x-syrian-opposition").
    ``name`` is the English short name ("Russia").
    """

    code: str
    name: str
    kind: ActorKind = ActorKind.OTHER


class Kind(StrEnum):
    """What kind of meeting."""

    TALKS = "talks"
    SUMMIT = "summit"
    COUNCIL = "council"  # a session of a standing body
    VISIT = "visit"  # travel to a host
    CONFERENCE = "conference"  # a convened event
    HEARING = "hearing"  # a court date or a testimony
    NEGOTIATION = "negotiation"  # a named round between adversaries
    CALL = "call"
    OTHER = "other"


class Certainty(StrEnum):
    """How sure a source is [IPTC eventoccurstatus: eos5, eos4, eos2–3, eos6]."""

    CONFIRMED = "confirmed"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    DENIED = "denied"


class Status(StrEnum):
    """Where a Meeting stands [schema.org eventStatus]; retracted is our own mistake, never a cancellation."""

    SCHEDULED = "scheduled"
    MOVED = "moved"
    POSTPONED = "postponed"  # without a new date
    CANCELLED = "cancelled"
    HELD = "held"
    UNKNOWN = "unknown"  # its day is past and no report said that it was held
    RETRACTED = "retracted"

    @property
    def still_stands(self) -> bool:
        """Whether the meeting is still to be held on its date."""
        return self in (Status.SCHEDULED, Status.MOVED)


class Says(StrEnum):
    """What a Mention says of its meeting."""

    ANNOUNCES = "announces"
    MOVES = "moves"  # to the Mention's When
    POSTPONES = "postpones"  # away from the Mention's When, without a new date
    CANCELS = "cancels"
    DENIES = "denies"
    HELD = "held"  # a report of its day or later


@dataclass(frozen=True)
class Mention:
    """One passage of one Article that announces, moves, postpones, cancels or denies a meeting.

    ``quote`` is ``article.body[start:end]``, the sentence(s) it stands in.
    """

    start: int
    end: int
    quote: str
    says: Says
    when: When
    actors: tuple[Actor, ...]  # the host included, in the order of the text; each once
    kind: Kind
    name: str  # "United States – Russia: security talks", in the words of the article
    place: str | None = None  # "Geneva, Switzerland", "virtual"; None: not stated
    certainty: Certainty = Certainty.EXPECTED
    confirmed_by: tuple[Actor, ...] = ()
    earlier: When | None = None  # the date it is moved from, where the passage gives it
    rule: str = ""  # the rule that read its date: what /why shows


@dataclass(frozen=True)
class Fact:
    """One event that a Source gave as data, and the line of the Article that shows it.

    ``start`` and ``end`` are where that line stands in ``Article.text``.
    """

    start: int
    end: int
    name: str
    when: When
    place: str | None = None
    parties: str = ""  # who calls or attends it, as given
    about: str = ""  # its description, as given
    says: Says = Says.ANNOUNCES
    earlier: When | None = None  # the date it is moved from
    certainty: Certainty | None = None  # None: not given
    is_diary: bool = False  # of a calendar, which holds what somebody has put down to attend
    rule: str = ""  # the format it was given in


class Tier(StrEnum):
    """How near a Source is to the event."""

    OFFICIAL = "official"
    WIRE = "wire"
    OTHER = "other"


class SourceKind(StrEnum):
    """What is behind a Source's address."""

    FEED = "feed"
    PAGE = "page"  # one article, or a table of meetings
    LISTING = "listing"  # a page of links to articles
    SITEMAP = "sitemap"
    CALENDAR = "calendar"
    OPML = "opml"  # a list of Sources: its first reading adds them, and it is forgotten


class SourceState(StrEnum):
    """Where a Source stands; new until an admin has confirmed it."""

    NEW = "new"
    READING = "reading"
    FAILING = "failing"
    PAUSED = "paused"


@dataclass(frozen=True)
class Article:
    """One item that a Source published, as it was read."""

    title: str
    text: str
    published: date
    address: str = ""  # where a person can read it; empty: nowhere
    outlet: str = ""  # who published it, as a person would say: "Reuters", "komu.com"
    language: str = "en"  # BCP 47
    key: str = ""  # tells it from all other Articles: its guid or address
    tier: Tier = Tier.OTHER
    published_at: datetime | None = None  # where the Source gave a moment
    facts: tuple[Fact, ...] = ()  # in the order of the text; not stored: their lines say the same

    @property
    def body(self) -> str:
        """The title, a line break and the text: what is read, and what Mentions point into."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True)
class Source:
    """A feed, page or calendar that is read regularly."""

    id: int
    address: str
    kind: SourceKind
    title: str
    language: str
    tier: Tier
    state: SourceState
    added_by: int | None  # the chat it was added in, told how the first reading goes; None: not from a chat
    added_in_topic: int  # of that chat; 0: none
    added_at: datetime
    etag: str
    last_modified: str
    next_read_at: datetime
    last_read_at: datetime | None  # or tried
    last_new_at: datetime | None
    failures: int  # in a row
    error: str  # the last one, a sentence; empty: none
    failing_at: datetime | None = None  # since when it fails
    digest: str = ""  # SHA-256 of what its server sent last, in hex; empty: not known
    interval: timedelta = timedelta(minutes=15)  # from one reading to the next, as it has turned out
    host: str = ""  # which is asked for one thing at a time
    moved_to: str = ""  # where its server says that it is for good; empty: where it was
    moved_seen: int = 0  # readings in a row that said so


@dataclass(frozen=True)
class Page:
    """The page of an Article that announces a meeting: read again until that is past."""

    article_id: int
    address: str
    host: str  # which is asked for one thing at a time
    etag: str
    last_modified: str
    digest: str  # SHA-256 of what its server sent last, in hex; empty: it was not read as a page
    text_digest: str  # of what the Article said there
    read_at: datetime
    reread_at: datetime
    failures: int = 0  # in a row
    is_paused: bool = False  # as the Source of its Article is


@dataclass(frozen=True)
class Dissent:
    """A value of one field of a Meeting that some source gives otherwise: "AFP: 11 Jan"."""

    field: str  # date, time, place or status
    value: str  # written as a Change writes it
    outlet: str


@dataclass(frozen=True)
class Belief:
    """What the Mentions of one meeting, taken together, say of it."""

    name: str
    kind: Kind
    actors: tuple[Actor, ...]
    place: str | None
    when: When
    status: Status
    certainty: Certainty
    confirmed_by: tuple[Actor, ...]
    earlier: tuple[When, ...] = field(default=(), kw_only=True)  # dates it was to be on before, oldest first
    dissent: tuple[Dissent, ...] = field(default=(), kw_only=True)  # what sources say otherwise


@dataclass(frozen=True)
class Meeting(Belief):
    """What we believe will happen, computed from its Mentions."""

    id: int  # what people type: /meeting 12
    uid: str  # never changes [iCalendar UID]
    sequence: int  # rises with each change of date, time, place or status [iCalendar SEQUENCE]
    date_revision: int  # rises with each change of date: reminders are owed for one revision of it
    dated_at: datetime  # when we learned of its present date
    merged_into: int | None = field(default=None, kw_only=True)  # the Meeting that its Mentions went to


@dataclass(frozen=True)
class Evidence:
    """A Mention with the Article it stands in: what a quote shows."""

    mention_id: int
    mention: Mention
    outlet: str
    address: str
    tier: Tier
    published: date
    read_at: datetime
    said_at: datetime  # since when the Article has said so: published, or of an edit, read
    article_id: int
    article_key: str
    meeting_id: int | None = None  # None: a denial of what nobody announced
    score: float = 1.0  # how well it matched its Meeting, up to 1
    reasons: tuple[str, ...] = ()  # why it did: "same day", "same Actors"
    pinned_by: int | None = None  # the last Decision that put it with a Meeting; None: it was matched

    @property
    def order(self) -> tuple[datetime, int, str, int]:
        """Its place in the canonical order in which Mentions are matched and believed."""
        return (self.said_at, tuple(Tier).index(self.tier), self.article_key, self.mention.start)


@dataclass(frozen=True)
class Change:
    """One field of one Meeting, old → new; None where there was, or is, no value."""

    meeting_id: int
    sequence: int  # the Meeting's, after the Change
    field: str
    old: str | None
    new: str | None
    changed_at: datetime
    mention_id: int | None  # because of which; None: because one was taken back
    cause: str = "clock"  # "revision:12", of an Article; "decision:5", an admin's; or "clock"
    quote: str = ""
    outlet: str = ""
    address: str = ""


class Action(StrEnum):
    """What an admin may decide of a Meeting."""

    MERGE = "merge"
    SPLIT = "split"
    EDIT = "edit"
    RETRACT = "retract"
    CONFIRM = "confirm"
    UNDO = "undo"


class DecisionState(StrEnum):
    """Where a Decision stands."""

    ASKED = "asked"
    APPLIED = "applied"
    UNDONE = "undone"
    REFUSED = "refused"


@dataclass(frozen=True)
class Decision:
    """What an admin decided of a Meeting; a row before it is done, and kept as the audit trail."""

    id: int
    asked_at: datetime
    chat_id: int  # where it is answered
    topic_id: int
    user_id: int
    action: Action
    meeting_id: int
    arguments: dict[str, Any]
    state: DecisionState
    settled_at: datetime | None = None  # when it was applied, refused or undone
    answer: str = ""


class LookFor(StrEnum):
    """What is to be looked for."""

    READ = "read"  # what an article announces
    TEST = "test"  # what a Source there would bring
    ADD = "add"  # which Sources a list names


class LookState(StrEnum):
    """Where a Look stands."""

    ASKED = "asked"
    SHOWN = "shown"  # answered; what it found can be kept
    WANTED = "wanted"  # to be kept
    SETTLED = "settled"


@dataclass(frozen=True)
class Look:
    """What somebody asks to have looked at once: an address, a text, a file or a Source.

    A row before it is done, and forgotten after a day; nothing of it is in the diary unless an admin keeps it.
    """

    id: int
    asked_at: datetime
    chat_id: int  # where it is answered
    topic_id: int
    user_id: int  # who asks; of who has no account of their own, the chat
    purpose: LookFor
    state: LookState
    host: str  # that has to be asked; of one that asks none, a word of its own
    address: str = ""  # the page or the Source to look at; beside a text where that announces nothing
    content: bytes = b""  # a text, in UTF-8, or a file
    name: str = ""  # of the file; empty: it is a text
    origin: str = ""  # where a person can read the text; this, who published it, and when: as Telegram says
    outlet: str = ""
    published_at: datetime | None = None
    source_id: int | None = None  # the Source that is meant
    may_keep: bool = False  # whether somebody who may keep it sees the answer
    found: tuple[Any, ...] = ()  # what can be kept: Articles, or addresses; as JSON has them


class PlanState(StrEnum):
    """Whether reminders follow a Chat or a Meeting as it is now."""

    DUE = "due"
    TAKEN = "taken"  # by the planning that is going on
    DONE = "done"


Quiet = tuple[time, time]  # from and to, in the chat's zone; over midnight where it ends before it begins


@dataclass(frozen=True)
class Chat:
    """A Telegram conversation, and in a forum one topic of it; its hours are in its own zone."""

    chat_id: int
    topic_id: int = 0  # 0: the conversation as a whole
    zone: str = "UTC"  # IANA
    language: str = "en"
    eve_hour: time = time(9)  # when to remind on the day before a day-precise meeting
    morning_hour: time = time(7)  # when to remind on its day
    offsets: tuple[timedelta, ...] = (timedelta(days=1), timedelta(hours=1))  # before a clock time
    is_active: bool = True  # whether Telegram still lets us write there
    quiet: Quiet | None = None  # when only a meeting that is called off is told of; None: never
    daily_hour: time | None = None  # when it is sent a digest; None: never


@dataclass(frozen=True)
class Filter:
    """Which Meetings are wanted: those that fit each term; no term: every one.

    A term is "actor:RU", "kind:talks", "place:geneva" or "word:arms", with "-" before it to exclude.
    """

    terms: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The terms with a comma and a space between, as they are stored."""
        return ", ".join(self.terms)


@dataclass(frozen=True)
class Subscription:
    """What a Chat wants to be reminded of."""

    id: int
    chat_id: int
    topic_id: int
    filter: Filter
    subscribed_at: datetime


class DeliveryKind(StrEnum):
    """What a Delivery is for."""

    REMINDER = "reminder"
    CHANGE = "change"
    DIGEST = "digest"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """Where a Delivery stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Delivery:
    """One message owed to one Chat; unique by chat, topic, subject, revision, kind and offset."""

    id: int
    chat_id: int
    topic_id: int
    kind: DeliveryKind
    subject: str  # what it is about: a Meeting's uid, "changes:revision:12", "source:12" or "day:2025-03-14"
    revision: int  # of the subject: a reminder's date_revision
    offset: timedelta  # before the meeting; zero for all but reminders
    due_at: datetime
    state: DeliveryState
    attempts: int
    body: dict[str, object] = field(default_factory=dict)  # what a notice has to say


class UpdateState(StrEnum):
    """Where an update stands: what a person typed or pressed, or what else Telegram tells."""

    NEW = "new"
    DONE = "done"
    ASIDE = "aside"  # it cannot be read


@dataclass(frozen=True)
class Reply:
    """One request to Telegram that an update is answered with; at most once."""

    update_id: int
    chat_id: int  # of the update, and where it goes; 0: of none
    topic_id: int
    method: str  # of the Bot API
    arguments: dict[str, Any]
    due_at: datetime
    id: int = 0  # 0: not kept yet
