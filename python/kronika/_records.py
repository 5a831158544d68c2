"""Records: many records, as a sequence and as Arrow columns."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, overload

from . import _core
from ._record import Record

if TYPE_CHECKING:
    from ._article import Article
    from ._input import Failure

_SHOWN = 20  # rows of the table in a notebook


# No subclass of Sequence, though it is one: polars would make a frame of one column of Python objects of that.
class Records:
    """Records in order: of an article, of many articles, of a store's answer.

    A data frame takes them as they lie in memory, by the Arrow PyCapsule interface: ``pyarrow.table(records)``,
    ``polars.DataFrame(records)``, ``pandas.DataFrame.from_arrow(records)``, and in duckdb ``SELECT … FROM records``.
    docs/python.md lists the columns. Records made from articles hold no texts of theirs.

        >>> import kronika
        >>> coder = kronika.Coder("fast")
        >>> articles = coder.code_many(["Iran attacked Israel.", "France and Germany held talks."])
        >>> records = kronika.Records(articles)
        >>> [record.event for record in records]
        ['ASSAULT', 'CONSULT']
        >>> len(records), len(records[:1])
        (2, 1)
    """

    def __init__(self, items: Iterable[Article | Failure | Records] = ()) -> None:
        """Of articles, of other records, or both; a `Failure` among them is passed over."""
        from ._article import Article
        from ._input import Failure

        self._table = _core.Table()
        self._rows: range
        for item in items:
            if isinstance(item, Article):
                self._table.append(item._coded)
            elif isinstance(item, Records):
                for row in item._rows:
                    self._table.append_row(item._table, row)
            elif not isinstance(item, Failure):
                raise TypeError(f"records are made of articles or of records, not of {type(item).__name__}")
        self._rows = range(len(self._table))

    @classmethod
    def _of(cls, table: _core.Table) -> Records:
        self = cls.__new__(cls)
        self._table, self._rows = table, range(len(table))
        return self

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Records: ...

    def __getitem__(self, index: int | slice) -> Record | Records:
        if not isinstance(index, slice):
            return Record(self._table.line(self._rows[index]))
        part = Records()
        for row in self._rows[index]:
            part._table.append_row(self._table, row)
        part._rows = range(len(part._table))
        return part

    def __iter__(self) -> Iterator[Record]:
        return (Record(self._table.line(row)) for row in self._rows)

    def published(self, index: int) -> datetime.date | None:
        """The day of publication of the article of a record."""
        day = self._table.published(self._rows[index])
        return None if day is None else datetime.date.fromisoformat(day)

    def to_jsonl(self) -> str:
        """The lines that ``kronika code --format jsonl`` prints."""
        return "".join(self._table.line(row).decode() + "\n" for row in self._rows)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The columns for whoever asks (Arrow PyCapsule interface). A schema that is asked for is the receiver's to make."""
        return self._table.stream()

    def __arrow_c_schema__(self) -> Any:
        return self._table.schema()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Records):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other))

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        lines = [(self._table.line(row), self._table.published(row)) for row in self._rows]
        return _restored, (lines,)

    def __repr__(self) -> str:
        return f"<Records: {len(self)}>"

    def _repr_html_(self) -> str:
        rows = []
        for record in self[:_SHOWN]:
            cells = (
                "" if record.date is None else str(record.date.start),
                "; ".join(party.code for party in record.actor),
                "/".join((record.event, *record.mode)),
                "; ".join(party.code for party in record.recipient),
                record.text,
                "" if record.place is None else f"{record.place.name}, {record.place.country}",
                record.factuality,
                f"{record.confidence:.2f}",
            )
            rows.append("<tr>" + "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        names = ("date", "actor", "event", "recipient", "text", "place", "factuality", "confidence")
        head = "".join(f"<th style='text-align:left'>{name}</th>" for name in names)
        more = f"<p>{len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}"


def _restored(lines: list[tuple[bytes, str | None]]) -> Records:
    table = _core.Table()
    for line, published in lines:
        table.append_line(line, published or "")
    return Records._of(table)
