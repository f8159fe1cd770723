"""What may have arrived is remembered, also once it is cancelled."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as table:
        table.add_column(
            sa.Column(
                "was_in_doubt",
                sa.Boolean(create_constraint=True, name="was_in_doubt"),
                nullable=False,
                server_default=sa.false(),
            )
        )
    op.execute("UPDATE deliveries SET was_in_doubt = true WHERE state = 'in_doubt'")
