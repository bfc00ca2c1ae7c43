"""of which letter a whole comment is a copy; ids of demands and decisions are never given again

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

# All that figures are counted from, so that the words need not be read for them.
FIGURES = [
    'consultation_id',
    'clause_id',
    'counted',
    'off_topic',
    'submission_id',
    'family',
    'received_at',
    'read_at',
]
WHOLE = (
    "UPDATE comments SET family = ("
    "SELECT first.comment_id FROM demands JOIN demands AS first ON first.id = demands.family "
    "WHERE demands.comment_id = comments.id AND demands.position = 0 "
    "AND demands.start IS NULL AND first.start IS NULL)"
)
# What was split before lost its letter: a run over the whole clause finds it again.
ASK = (
    "INSERT INTO clause_marks (clause_id, marked_at, whole, tries) "
    "SELECT DISTINCT clause_id, CURRENT_TIMESTAMP, {true}, 0 FROM demands "
    "WHERE origin = 'split' AND clause_id IS NOT NULL"
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == 'sqlite'
    op.add_column('comments', sa.Column('family', sa.Integer(), nullable=True))
    op.execute(WHOLE)
    op.drop_index('ix_comments_consultation_id_clause_id', 'comments')
    op.create_index('ix_comments_figures', 'comments', FIGURES)
    op.execute(ASK.format(true='1' if sqlite else 'true'))
    if sqlite:
        _anew('demands')
        _anew('decisions')
        # Deeds that were done before may still be undone with ids beyond the last one in use.
        op.execute(
            "UPDATE sqlite_sequence SET seq = seq + 100000 WHERE name IN ('demands', 'decisions') "
            'AND EXISTS (SELECT 1 FROM staff_edits)'
        )


def _anew(table: str) -> None:
    """The same table with ids that SQLite never gives again."""
    with op.batch_alter_table(
        table, recreate='always', table_kwargs={'sqlite_autoincrement': True}
    ):
        pass


def downgrade() -> None:
    raise NotImplementedError("migrations run forwards")
