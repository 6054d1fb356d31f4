"""Which arguments an answer meets, as whoever wrote it marked them."""

from sqlalchemy import Boolean, Column, ForeignKey
from sqlmodel import Field, SQLModel

from models.database import Id, reference_column, table_of


class AnswerArgument(SQLModel, table=True):
    """One argument that stood beside an answer while it was written, and whether that meets it.

    What was said after the answer has no row: an answer is not held against what came later.
    """

    __tablename__ = "answer_argument"

    answer_id: int = Field(
        sa_column=Column(Id, ForeignKey("answer.id"), primary_key=True, autoincrement=False)
    )
    comment_id: int = Field(
        sa_column=Column(
            Id, ForeignKey("comment.id"), primary_key=True, autoincrement=False, index=True
        )
    )
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    met: bool = Field(sa_column=Column(Boolean, nullable=False))


answer_arguments = table_of(AnswerArgument)
