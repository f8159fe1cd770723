"""Every Decision that put a Mention with a Meeting is kept, so that they can be undone in any order."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    pins = op.create_table(
        "pins",
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("pinned_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mentions.id"], name=op.f("fk_pins_mention_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_pins_decision_id")),
        sa.ForeignKeyConstraint(["pinned_from"], ["meetings.id"], name=op.f("fk_pins_pinned_from")),
        sa.PrimaryKeyConstraint("mention_id", "decision_id", name=op.f("pk_pins")),
    )
    op.create_index(op.f("ix_pins_decision_id"), "pins", ["decision_id"])
    decisions = sa.table("decisions", sa.column("id"), sa.column("action"), sa.column("arguments", sa.JSON()))
    mentions = sa.table("mentions", sa.column("id"), sa.column("meeting_id"), sa.column("pinned_by"))
    pinned = sa.select(mentions.c.id, mentions.c.pinned_by, mentions.c.meeting_id).where(mentions.c.pinned_by.is_not(None))
    op.execute(pins.insert().from_select(["mention_id", "decision_id", "pinned_from"], pinned))
    connection = op.get_bind()
    for merge in connection.execute(sa.select(decisions).where(decisions.c.action == "merge")).all():
        connection.execute(
            sa.update(pins).where(pins.c.decision_id == merge.id).values(pinned_from=merge.arguments["other"])
        )
    with op.batch_alter_table("mentions") as batch:
        batch.drop_index(op.f("ix_mentions_pinned_by"))
        batch.drop_constraint(op.f("fk_mentions_pinned_by"), type_="foreignkey")
        batch.drop_column("pinned_by")
