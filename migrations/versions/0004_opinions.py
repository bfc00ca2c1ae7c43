"""The desk: staff's deeds that can be undone, what was read, offers, runs, words, the search.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    for table, columns in {
        "comments": [
            sa.Column("read_by", sa.Integer(), nullable=True),
            sa.Column("later_at", instant, nullable=True),
            sa.Column("kept_whole", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("indexed", sa.Boolean(), server_default=sa.false(), nullable=False),
        ],
        "demands": [
            sa.Column("offered_to", sa.Integer(), nullable=True),
            sa.Column("origin", sa.String(length=10), server_default="whole", nullable=False),
        ],
        "opinions": [
            sa.Column("confirmed_at", instant, nullable=True),
            sa.Column("confirmed_by", sa.Integer(), nullable=True),
            sa.Column("topic", sa.Text(), server_default="", nullable=False),
        ],
        "clause_marks": [
            sa.Column("whole", sa.Boolean(), server_default=sa.false(), nullable=False),
        ],
        "grouping_runs": [
            sa.Column("inputs_hash", sa.String(length=64), nullable=True),
            sa.Column("result_hash", sa.String(length=64), nullable=True),
            sa.Column("inputs", sa.LargeBinary(), nullable=True),
        ],
    }.items():
        for column in columns:
            op.add_column(table, column)
    waits = sa.text("NOT indexed")
    op.create_index(
        "ix_comments_not_indexed", "comments", ["id"], sqlite_where=waits, postgresql_where=waits
    )
    op.create_table(
        "staff_edits",
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", instant, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name="fk_staff_edits_clause_id"),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name="fk_staff_edits_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_edits"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_edits_clause_id_id", "staff_edits", ["clause_id", "id"])
    op.create_table(
        "office_words",
        sa.Column("concept", sa.String(length=80), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name="fk_office_words_added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_office_words"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_office_words_concept_word", "office_words", ["concept", "word"], unique=True
    )
    _search()


def _search() -> None:
    """The search's index: each engine's own, beside the models (names begin with fts_)."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE fts_comments USING fts5"
            "(words, tokenize = 'unicode61 remove_diacritics 0', detail = none)"
        )
        return
    op.execute(
        "CREATE TABLE fts_comments (comment_id integer PRIMARY KEY REFERENCES comments (id), "
        "words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX fts_comments_words ON fts_comments USING gin (words)")


def downgrade() -> None:
    raise NotImplementedError("migrations run forwards")
