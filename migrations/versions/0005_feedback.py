"""letters that say there is no objection; how many signed one letter

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('submissions', sa.Column('position', sa.String(length=16), nullable=True))
    op.add_column('submissions', sa.Column('signers_read', sa.Integer(), nullable=True))
    op.add_column('submissions', sa.Column('signers', sa.Integer(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("migrations run forwards")
