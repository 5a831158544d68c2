"""Kronika: who did what to whom, when, where, how surely and on whose word, from news text.

    >>> import kronika
    >>> article = kronika.code("France expelled two Russian diplomats on Monday.", published="2021-06-29")
    >>> for record in article.records:
    ...     print(record.event, record.actor[0].code, record.recipient[0].code, record.date.start)
    SANCTION FRA GOV RUS GOV 2021-06-28

docs/python.md of the source tree is the manual, docs/record.md describes every field of a record.
"""

from . import _core
from ._article import Article, Chain, Mention, Sentence, SkippedParagraph, Token
from ._coder import Coder, Relation, code
from ._dataset import write_dataset
from ._entry import Entry
from ._input import Failure
from ._read import read
from ._record import Attribution, CoderInfo, Date, Note, Party, Place, Record, Review, Why
from ._records import Records
from ._store import Added, Store

__version__: str = _core.version

__all__ = [
    "Added", "Article", "Attribution", "Chain", "Coder", "CoderInfo", "Date", "Entry", "Failure", "Mention", "Note", "Party",
    "Place", "Record", "Records", "Relation", "Review", "Sentence", "SkippedParagraph", "Store", "Token", "Why",
    "code", "read", "write_dataset",
]
