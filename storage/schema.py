"""The tables. States are words with a CHECK; no unique key has a NULL in it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from storage.models import (
    Action,
    ActorKind,
    Certainty,
    DecisionState,
    DeliveryKind,
    DeliveryState,
    Kind,
    LookFor,
    LookState,
    PlanState,
    Precision,
    Says,
    SourceKind,
    SourceState,
    Status,
    Tier,
    UpdateState,
)

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which keeps no zone, gets and gives it back as UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a naive datetime with ValueError: it would be somebody's local time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return it aware, whatever the driver gave."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def _word(words: type[StrEnum], check: str | None = None) -> sa.Enum:
    """Return a column type that holds one of ``words``, kept by a CHECK; ``check`` names a table's second one."""
    return sa.Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=16,
        name=check or words.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _plan_state() -> sa.Column[Any]:
    """Return the column that says whether reminders follow the row as it is now; any UPDATE says that they do not."""
    return sa.Column(
        "plan_state",
        _word(PlanState),
        nullable=False,
        server_default=PlanState.DUE,
        onupdate=PlanState.DUE,
        index=True,
    )


def _when_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("precision", _word(Precision), nullable=False),
        sa.Column("clock_time", sa.Time),  # at the place; null: not stated
        sa.Column("zone", sa.String(64)),  # of clock_time; null: not stated
        sa.Column("phrase", sa.Text, nullable=False),
        sa.Column("resolved_from", sa.Date),
    ]


def _chat_columns(*, primary_key: bool) -> list[Any]:
    """Return the columns that name a Chat, and their foreign key: they follow a chat that migrates."""
    return [
        sa.Column("chat_id", sa.BigInteger, primary_key=primary_key, nullable=False, autoincrement=False),
        sa.Column("topic_id", sa.BigInteger, primary_key=primary_key, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["chat_id", "topic_id"],
            ["chats.chat_id", "chats.topic_id"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
    ]


sources = sa.Table(
    "sources",
    metadata,
    _id(),
    sa.Column("address", sa.Text, nullable=False, unique=True),
    sa.Column("kind", _word(SourceKind), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("tier", _word(Tier), nullable=False),
    sa.Column("state", _word(SourceState), nullable=False),
    sa.Column("added_by", sa.BigInteger),  # the chat; null: not from one
    sa.Column("added_in_topic", sa.BigInteger, nullable=False),  # of that chat; 0: none
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False),
    sa.Column("next_read_at", Moment, nullable=False),
    sa.Column("last_read_at", Moment),  # or tried; null: never
    sa.Column("last_new_at", Moment),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("failing_at", Moment),  # since when; null: it does not fail
    sa.Column("digest", sa.String(64), nullable=False, server_default=""),  # SHA-256 of the last body, in hex
    sa.Column("interval_s", sa.Integer, nullable=False, server_default="900"),
    sa.Column("host", sa.Text, nullable=False, server_default=""),
    sa.Column("moved_to", sa.Text, nullable=False, server_default=""),
    sa.Column("moved_seen", sa.Integer, nullable=False, server_default="0"),  # readings in a row
    sa.Index(None, "state", "next_read_at"),
    sqlite_autoincrement=True,  # a number that people were told of is never given again
)

articles = sa.Table(
    "articles",
    metadata,
    _id(),
    sa.Column("source_id", sa.ForeignKey("sources.id", ondelete="SET NULL"), index=True),  # null: given by hand
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("tier", _word(Tier), nullable=False),
    sa.Column("published", sa.Date, nullable=False),
    sa.Column("published_at", Moment),  # null: only the day is known
    sa.Column("first_read_at", Moment, nullable=False),
    sa.Column("is_whole", sa.Boolean(create_constraint=True, name="is_whole"), nullable=False),  # else a summary
    sa.Column("digest", sa.String(64), nullable=False, server_default=""),  # of what its Source gave last; SHA-256
)

pages = sa.Table(  # of Articles that announce a meeting, until it is past
    "pages",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False, server_default=""),
    sa.Column("last_modified", sa.Text, nullable=False, server_default=""),
    sa.Column("digest", sa.String(64), nullable=False, server_default=""),  # SHA-256 of the last body, in hex
    sa.Column("text_digest", sa.String(64), nullable=False, server_default=""),  # of what the Article said there
    sa.Column("read_at", Moment, nullable=False),
    sa.Column("reread_at", Moment, nullable=False, index=True),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
)

revisions = sa.Table(
    "revisions",
    metadata,
    _id(),
    sa.Column("article_id", sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # 1 is the first reading
    sa.Column("is_current", sa.Boolean(create_constraint=True, name="is_current"), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),  # SHA-256 of the body, in hex
    sa.Column("read_at", Moment, nullable=False),
    sa.UniqueConstraint("article_id", "number"),
)

actors = sa.Table(
    "actors",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", _word(ActorKind), nullable=False),
)

meetings = sa.Table(
    "meetings",
    metadata,
    _id(),
    sa.Column("uid", sa.String(64), nullable=False, unique=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("date_revision", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", _word(Kind), nullable=False),
    sa.Column("place", sa.Text),  # null: not stated
    *_when_columns(),
    sa.Column("status", _word(Status), nullable=False),
    sa.Column("certainty", _word(Certainty), nullable=False),
    sa.Column("dated_at", Moment, nullable=False),
    sa.Column("earlier", sa.JSON, nullable=False, server_default="[]"),  # dates it was moved from, as written
    sa.Column("dissent", sa.JSON, nullable=False, server_default="[]"),  # who says otherwise
    sa.Column("merged_into", sa.ForeignKey("meetings.id"), index=True),  # null: it is one of its own
    _plan_state(),
    sa.Index(None, "first_day", "last_day"),
    sqlite_autoincrement=True,
)

meeting_actors = sa.Table(
    "meeting_actors",
    metadata,
    sa.Column("meeting_id", sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("actor_code", sa.ForeignKey("actors.code"), primary_key=True, index=True),
    sa.Column("position", sa.Integer, nullable=False),  # in the name of the meeting
    sa.Column("meets", sa.Boolean(create_constraint=True, name="meets"), nullable=False),
    sa.Column("confirms", sa.Boolean(create_constraint=True, name="confirms"), nullable=False),
)

meeting_dates = sa.Table(  # what a Mention's Meeting is looked up by: each Actor with each date ever said
    "meeting_dates",
    metadata,
    sa.Column("meeting_id", sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("actor_code", sa.String(80), primary_key=True),  # empty: of a Mention that names nobody
    sa.Column("first_day", sa.Date, primary_key=True),
    sa.Column("last_day", sa.Date, primary_key=True),
    sa.Column("is_long", sa.Boolean(create_constraint=True, name="is_long"), nullable=False),  # over a month
    sa.Index("ix_meeting_dates_looked_up", "actor_code", "is_long", "first_day", "last_day", "meeting_id"),
)

decisions = sa.Table(  # what admins asked for, and what became of it
    "decisions",
    metadata,
    _id(),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),  # where it is answered
    sa.Column("topic_id", sa.BigInteger, nullable=False),
    sa.Column("user_id", sa.BigInteger, nullable=False),
    sa.Column("action", _word(Action), nullable=False),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), nullable=False, index=True),
    sa.Column("arguments", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("state", _word(DecisionState), nullable=False, index=True),
    sa.Column("settled_at", Moment),  # when it was applied, refused or undone; null: not yet
    sa.Column("answer", sa.Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

mentions = sa.Table(
    "mentions",
    metadata,
    _id(),
    sa.Column("revision_id", sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), index=True),  # null: a denial of what nobody announced
    sa.Column("said_at", Moment, nullable=False, index=True),  # since when the Article has said so
    sa.Column("score", sa.Float, nullable=False, server_default="1"),  # how well it matched its Meeting, up to 1
    sa.Column("reasons", sa.JSON, nullable=False, server_default="[]"),  # why it did
    sa.Column("start", sa.Integer, nullable=False),  # characters into title, line break, text
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("says", _word(Says), nullable=False),
    sa.Column("kind", _word(Kind), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("place", sa.Text),
    sa.Column("certainty", _word(Certainty), nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    *_when_columns(),
    sa.Column("earlier_first_day", sa.Date),  # the date it is moved from; null: not given
    sa.Column("earlier_last_day", sa.Date),
    sa.Column("earlier_precision", _word(Precision, "earlier_precision")),
    sa.Index(None, "first_day", "last_day"),
    sa.Index(None, "earlier_first_day", "earlier_last_day"),
)

mention_actors = sa.Table(
    "mention_actors",
    metadata,
    sa.Column("mention_id", sa.ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("actor_code", sa.ForeignKey("actors.code"), primary_key=True, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("meets", sa.Boolean(create_constraint=True, name="meets"), nullable=False),
    sa.Column("confirms", sa.Boolean(create_constraint=True, name="confirms"), nullable=False),
)

pins = sa.Table(  # Mentions that admins put with their Meeting: by which Decisions, the last of which holds
    "pins",
    metadata,
    sa.Column("mention_id", sa.ForeignKey("mentions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("decision_id", sa.ForeignKey("decisions.id"), primary_key=True, index=True),
    sa.Column("pinned_from", sa.ForeignKey("meetings.id")),  # the Meeting that it was of before
)

changes = sa.Table(
    "changes",
    metadata,
    _id(),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    sa.Column("mention_id", sa.ForeignKey("mentions.id", ondelete="SET NULL")),  # because of which
    sa.Column("cause", sa.String(32), nullable=False, index=True),  # "revision:12", "decision:5" or "clock"
    sa.Column("sequence", sa.Integer, nullable=False),  # the meeting's, after the change
    sa.Column("field", sa.String(16), nullable=False),
    sa.Column("old", sa.Text),
    sa.Column("new", sa.Text),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Index(None, "meeting_id", "sequence"),
)

chats = sa.Table(
    "chats",
    metadata,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("topic_id", sa.BigInteger, primary_key=True, autoincrement=False),  # 0: the whole conversation
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("eve_hour", sa.Time, nullable=False),
    sa.Column("morning_hour", sa.Time, nullable=False),
    sa.Column("offsets", sa.String(200), nullable=False),  # seconds, longest first, with a space between
    sa.Column("quiet", sa.String(11), nullable=False, server_default=""),  # "22:00-07:00"; empty: never
    sa.Column("daily_hour", sa.Time),  # of the digest; null: none is wanted
    sa.Column("is_active", sa.Boolean(create_constraint=True, name="is_active"), nullable=False),
    _plan_state(),
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    _id(),
    *_chat_columns(primary_key=False),
    sa.Column("filter", sa.String(400), nullable=False),  # its terms; empty: everything
    sa.Column("subscribed_at", Moment, nullable=False),
    sa.UniqueConstraint("chat_id", "topic_id", "filter"),
    sa.Index(None, "filter"),
)

mutes = sa.Table(
    "mutes",
    metadata,
    *_chat_columns(primary_key=True),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
)

seen = sa.Table(  # which Meetings a Chat has been shown: "3 new", and who is told of a Change
    "seen",
    metadata,
    *_chat_columns(primary_key=True),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("seen_at", Moment, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    _id(),
    *_chat_columns(primary_key=False),
    sa.Column("kind", _word(DeliveryKind), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),  # as Delivery.subject
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("offset_s", sa.Integer, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("retry_at", Moment),  # not before, where it was tried and has to wait
    sa.Column("state", _word(DeliveryState), nullable=False, server_default=DeliveryState.PLANNED),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("body", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("message_id", sa.BigInteger),  # Telegram's, once sent
    sa.Column("settled_at", Moment),  # when it was sent, or came to its end otherwise
    sa.Column("reason", sa.Text, nullable=False, server_default=""),  # why it was not sent
    sa.Column(
        "was_in_doubt",  # also once it is cancelled: owed again, it is a copy
        sa.Boolean(create_constraint=True, name="was_in_doubt"),
        nullable=False,
        server_default=sa.false(),
    ),
    sa.UniqueConstraint("chat_id", "topic_id", "subject", "revision", "kind", "offset_s"),
    sa.Index(None, "state", "kind", "due_at"),
    sa.Index(None, "subject", "kind", "state"),
    sa.Index(
        None,
        "settled_at",
        "state",
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    ),
)

updates = sa.Table(  # what people typed or pressed, as Telegram gave it
    "updates",
    metadata,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),  # 0: of none
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("state", _word(UpdateState), nullable=False, server_default=UpdateState.NEW),
    sa.Column("settled_at", Moment),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),  # why it was put aside
    sa.Index(None, "state", "update_id"),
)

replies = sa.Table(  # what is answered to an update: one request to Telegram each
    "replies",
    metadata,
    _id(),
    sa.Column("update_id", sa.ForeignKey("updates.update_id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("topic_id", sa.BigInteger, nullable=False),
    sa.Column("method", sa.String(32), nullable=False),  # of the Bot API
    sa.Column("arguments", sa.JSON, nullable=False),
    sa.Column("state", _word(DeliveryState), nullable=False, server_default=DeliveryState.PLANNED),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("settled_at", Moment),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Index(None, "state", "id"),
)

looks = sa.Table(  # what people asked to have looked at once
    "looks",
    metadata,
    _id(),
    sa.Column("asked_at", Moment, nullable=False, index=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),  # where it is answered
    sa.Column("topic_id", sa.BigInteger, nullable=False),
    sa.Column("user_id", sa.BigInteger, nullable=False),
    sa.Column("purpose", _word(LookFor), nullable=False),
    sa.Column("state", _word(LookState), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),  # that has to be asked; empty: none
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("published_at", Moment),
    sa.Column("source_id", sa.ForeignKey("sources.id", ondelete="SET NULL")),
    sa.Column("may_keep", sa.Boolean(create_constraint=True, name="may_keep"), nullable=False),
    sa.Column("found", sa.JSON, nullable=False, server_default="[]"),  # what can be kept
    sa.Index(None, "state", "id"),
    sa.Index(None, "user_id", "asked_at"),
    sqlite_autoincrement=True,  # a button is never another one's
)

delivery_meetings = sa.Table(  # which Meetings an alert tells of
    "delivery_meetings",
    metadata,
    sa.Column("delivery_id", sa.ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("meeting_id", sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.String(16), primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),  # host:process
    sa.Column("since_at", Moment),  # when the holder took it; null: not known
    sa.Column("until_at", Moment, nullable=False),
    sa.Column("crashes", sa.Integer, nullable=False, server_default="0"),  # in a row, of its holders
)

marks = sa.Table(  # how far something has come
    "marks",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("at", Moment, nullable=False),
)
