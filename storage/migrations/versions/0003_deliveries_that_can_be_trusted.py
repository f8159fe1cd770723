"""Deliveries that can be trusted: what people typed and the answers it owes, and what planning goes by."""

import sqlalchemy as sa
from alembic import op

from storage.schema import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _updates()
    _replies()
    _planning()
    _deliveries()
    _leases()


def _planning() -> None:
    """Add quiet hours, and what reminders do not follow yet: at first, everything."""
    for table in ("chats", "meetings"):
        state = sa.Enum("due", "taken", "done", name="planstate", native_enum=False, length=16)
        op.add_column(table, sa.Column("plan_state", state, nullable=False, server_default="due"))
        op.create_index(op.f(f"ix_{table}_plan_state"), table, ["plan_state"])
    op.add_column("chats", sa.Column("quiet", sa.String(length=11), nullable=False, server_default=""))
    op.create_table(
        "marks",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )


def _deliveries() -> None:
    """Find what is due by its lane, what is owed about a subject, and what was settled lately."""
    op.drop_index("ix_deliveries_state_due_at", "deliveries")
    op.create_index(op.f("ix_deliveries_state_kind_due_at"), "deliveries", ["state", "kind", "due_at"])
    op.create_index(op.f("ix_deliveries_subject_kind_state"), "deliveries", ["subject", "kind", "state"])
    settled = sa.text("settled_at IS NOT NULL")
    op.create_index(
        "ix_deliveries_settled_at", "deliveries", ["settled_at"], sqlite_where=settled, postgresql_where=settled
    )


def _leases() -> None:
    op.add_column("leases", sa.Column("crashes", sa.Integer(), nullable=False, server_default="0"))


def _updates() -> None:
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("state", _word("updatestate", "new", "done", "aside"), nullable=False, server_default="new"),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_updates")),
    )
    op.create_index(op.f("ix_updates_state_update_id"), "updates", ["state", "update_id"])


def _replies() -> None:
    states = ("planned", "claimed", "sent", "in_doubt", "rejected", "cancelled", "expired")
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", _word("deliverystate", *states), nullable=False, server_default="planned"),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["update_id"], ["updates.update_id"], name=op.f("fk_replies_update_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    op.create_index(op.f("ix_replies_update_id"), "replies", ["update_id"])
    op.create_index(op.f("ix_replies_state_id"), "replies", ["state", "id"])


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=16)
