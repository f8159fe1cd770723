"""Where a Mention was before an admin put it with its Meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("mentions") as table:
        table.add_column(sa.Column("pinned_from", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_mentionspinned_from"), "meetings", ["pinned_from"], ["id"])
    decisions = sa.table("decisions", sa.column("id"), sa.column("action"), sa.column("arguments", sa.JSON()))
    mentions = sa.table("mentions", sa.column("pinned_by"), sa.column("pinned_from"))
    connection = op.get_bind()
    for merge in connection.execute(sa.select(decisions).where(decisions.c.action == "merge")).all():
        connection.execute(
            sa.update(mentions)
            .where(mentions.c.pinned_by == merge.id)
            .values(pinned_from=merge.arguments["other"])
        )
