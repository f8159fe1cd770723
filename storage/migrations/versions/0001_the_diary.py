"""The diary: Sources, Articles, Meetings, Chats, Deliveries."""

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "actors",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("country", "body", "other", name="actorkind", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_actors")),
    )
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("eve_hour", sa.Time(), nullable=False),
        sa.Column("morning_hour", sa.Time(), nullable=False),
        sa.Column("offsets", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(create_constraint=True, name="is_active"), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "topic_id", name=op.f("pk_chats")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("date_revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "talks",
                "summit",
                "council",
                "visit",
                "conference",
                "hearing",
                "negotiation",
                "call",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column(
            "precision",
            sa.Enum(
                "minute",
                "hour",
                "day",
                "week",
                "month",
                "quarter",
                "season",
                "year",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("clock_time", sa.Time(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("resolved_from", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "moved",
                "postponed",
                "cancelled",
                "held",
                "unknown",
                "retracted",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "certainty",
            sa.Enum(
                "confirmed",
                "expected",
                "possible",
                "denied",
                name="certainty",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("dated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_first_day_last_day"), ["first_day", "last_day"], unique=False)

    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "feed", "page", "calendar", name="sourcekind", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column(
            "tier",
            sa.Enum("official", "wire", "other", name="tier", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "reading",
                "failing",
                "paused",
                name="sourcestate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.Column("added_in_topic", sa.BigInteger(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("next_read_at", Moment(), nullable=False),
        sa.Column("last_read_at", Moment(), nullable=True),
        sa.Column("last_new_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("address", name=op.f("uq_sources_address")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sources_next_read_at"), ["next_read_at"], unique=False)

    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column(
            "tier",
            sa.Enum("official", "wire", "other", name="tier", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("first_read_at", Moment(), nullable=False),
        sa.Column("is_whole", sa.Boolean(create_constraint=True, name="is_whole"), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_articles_source_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_source_id"), ["source_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reminder",
                "change",
                "digest",
                "notice",
                name="deliverykind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("offset_s", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "claimed",
                "sent",
                "in_doubt",
                "rejected",
                "cancelled",
                "expired",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            server_default="planned",
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("body", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id", "topic_id"],
            ["chats.chat_id", "chats.topic_id"],
            name=op.f("fk_deliveries_chat_id_topic_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "chat_id",
            "topic_id",
            "subject",
            "revision",
            "kind",
            "offset_s",
            name=op.f("uq_deliveries_chat_id_topic_id_subject_revision_kind_offset_s"),
        ),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "meeting_actors",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("actor_code", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meets", sa.Boolean(create_constraint=True, name="meets"), nullable=False),
        sa.Column("confirms", sa.Boolean(create_constraint=True, name="confirms"), nullable=False),
        sa.ForeignKeyConstraint(["actor_code"], ["actors.code"], name=op.f("fk_meeting_actors_actor_code")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_actors_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "actor_code", name=op.f("pk_meeting_actors")),
    )
    with op.batch_alter_table("meeting_actors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_actors_actor_code"), ["actor_code"], unique=False)

    op.create_table(
        "mutes",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id", "topic_id"],
            ["chats.chat_id", "chats.topic_id"],
            name=op.f("fk_mutes_chat_id_topic_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_mutes_meeting_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "topic_id", "meeting_id", name=op.f("pk_mutes")),
    )
    op.create_table(
        "seen",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id", "topic_id"],
            ["chats.chat_id", "chats.topic_id"],
            name=op.f("fk_seen_chat_id_topic_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_seen_meeting_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "topic_id", "meeting_id", name=op.f("pk_seen")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("filter", sa.String(length=400), nullable=False),
        sa.Column("subscribed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id", "topic_id"],
            ["chats.chat_id", "chats.topic_id"],
            name=op.f("fk_subscriptions_chat_id_topic_id"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("chat_id", "topic_id", "filter", name=op.f("uq_subscriptions_chat_id_topic_id_filter")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscriptions_filter"), ["filter"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(create_constraint=True, name="is_current"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_revisions_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revisions_article_id_number")),
    )
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column(
            "says",
            sa.Enum(
                "announces",
                "moves",
                "postpones",
                "cancels",
                "denies",
                name="says",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "talks",
                "summit",
                "council",
                "visit",
                "conference",
                "hearing",
                "negotiation",
                "call",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column(
            "certainty",
            sa.Enum(
                "confirmed",
                "expected",
                "possible",
                "denied",
                name="certainty",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column(
            "precision",
            sa.Enum(
                "minute",
                "hour",
                "day",
                "week",
                "month",
                "quarter",
                "season",
                "year",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("clock_time", sa.Time(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("resolved_from", sa.Date(), nullable=True),
        sa.Column("earlier_first_day", sa.Date(), nullable=True),
        sa.Column("earlier_last_day", sa.Date(), nullable=True),
        sa.Column(
            "earlier_precision",
            sa.Enum(
                "minute",
                "hour",
                "day",
                "week",
                "month",
                "quarter",
                "season",
                "year",
                name="earlier_precision",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_mentions_meeting_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_mentions_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentions_earlier_first_day_earlier_last_day"),
            ["earlier_first_day", "earlier_last_day"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_mentions_first_day_last_day"), ["first_day", "last_day"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentions_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentions_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_changes_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mentions.id"], name=op.f("fk_changes_mention_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_meeting_id_sequence"), ["meeting_id", "sequence"], unique=False)

    op.create_table(
        "mention_actors",
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("actor_code", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meets", sa.Boolean(create_constraint=True, name="meets"), nullable=False),
        sa.Column("confirms", sa.Boolean(create_constraint=True, name="confirms"), nullable=False),
        sa.ForeignKeyConstraint(["actor_code"], ["actors.code"], name=op.f("fk_mention_actors_actor_code")),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mentions.id"], name=op.f("fk_mention_actors_mention_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mention_id", "actor_code", name=op.f("pk_mention_actors")),
    )
    with op.batch_alter_table("mention_actors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_actors_actor_code"), ["actor_code"], unique=False)
