"""what a mail answers to, whose clock its time is, when it was kept; how many mails left lately

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added one by one: no batch, so that SQLite does not copy the table with all raw mails.
    op.add_column('messages', sa.Column('received_by', sa.String(length=10), server_default='clock', nullable=False))
    op.add_column('messages', sa.Column('stored_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('messages', sa.Column('answers_id', sa.Integer(), nullable=True))
    op.add_column('message_places', sa.Column('size', sa.BigInteger(), nullable=True))
    op.create_index(op.f('ix_messages_answers_id'), 'messages', ['answers_id'], unique=False)
    op.create_index(op.f('ix_outbox_sent_at'), 'outbox', ['sent_at'], unique=False)
    op.execute("UPDATE messages SET received_by = 'internal' WHERE source IN ('imap', 'imap-cut')")


def downgrade() -> None:
    raise NotImplementedError("migrations run forwards")
