"""a clerk's mendings of a proposed outline; other names of a clause

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('clauses', schema=None) as batch_op:
        batch_op.add_column(sa.Column('aliases', sa.Text(), server_default='', nullable=False))
    op.create_table('outline_mendings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['users.id'], name=op.f('fk_outline_mendings_made_by')),
    sa.ForeignKeyConstraint(['version_id'], ['draft_versions.id'], name=op.f('fk_outline_mendings_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outline_mendings')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('outline_mendings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outline_mendings_version_id'), ['version_id'], unique=False)
