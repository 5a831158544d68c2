"""What users give, checked: documents as fields of UTF-8, dates, failures."""

from __future__ import annotations

import datetime
import numbers
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FIELDS = ("id", "title", "text", "html", "published", "url", "publisher")


@dataclass(frozen=True)
class Failure:
    """A document that could not be coded, in its place among the others."""

    index: int
    """Its place in the input, from 0."""
    id: str | None
    """Its id, where it has one that can be read."""
    reason: str


def documents_of(items: Iterable[Any], taker: str) -> Iterator[Any]:
    """Documents one by one; TypeError for what gives something else when it is gone through: letters, keys, columns."""
    if isinstance(items, (str, bytes, Mapping)):
        raise TypeError(f"{taker} takes a list or another iterable of documents; a single one is coded by code")
    if hasattr(items, "columns"):
        raise TypeError(f"{taker} takes documents, not a data frame; give its rows: frame.to_dict('records') of pandas, "
                        "frame.iter_rows(named=True) of polars, table.to_pylist() of pyarrow")
    return iter(items)


def is_missing(value: Any) -> bool:
    """None, and what data frames put where there is nothing: NaN, NaT, pandas.NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if type(value).__name__ == "datetime64":
        return str(value) == "NaT"
    return isinstance(value, float) and value != value


def as_bytes(name: str, value: str) -> bytes:
    """UTF-8 of a string; ValueError where it has half a surrogate pair, which is no character."""
    try:
        return value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name}: character {error.start} is a lone surrogate (U+{ord(value[error.start]):04X}), which is "
                         "no text; read the text as UTF-8") from None


def as_day(value: Any) -> str | None:
    """The day of publication as "2021-06-29". A time of day is left out: its own calendar day counts, in its own zone."""
    if is_missing(value):
        return None
    if isinstance(value, datetime.date):  # datetime and pandas.Timestamp too
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if type(value).__name__ == "datetime64":
        return str(value)[:10]
    if isinstance(value, str):
        return value
    raise TypeError(f"published is a date, a datetime or a string such as 2021-06-29, not {type(value).__name__}")


def fields_of(item: Any) -> dict[str, bytes]:
    """The fields of a document: a str is its text; a mapping is as a line of input JSONL; else the attributes of an object.

    TypeError or ValueError say what is wrong with it.
    """
    if isinstance(item, str):
        return {"text": as_bytes("text", item)}
    if isinstance(item, Failure):  # what gives the documents could not give this one
        raise ValueError(item.reason)
    if isinstance(item, Mapping):
        values = {name: item[name] for name in FIELDS if name in item}
    elif hasattr(item, "text"):
        values = {name: getattr(item, name) for name in FIELDS if name != "html" and hasattr(item, name)}
    else:
        raise TypeError(f"a document is a str, a mapping or an object with a text, not {type(item).__name__}")
    fields = {}
    for name, value in values.items():
        if is_missing(value):
            continue
        if name == "published":
            value = as_day(value)
        elif name == "id" and isinstance(value, numbers.Integral) and not isinstance(value, bool):
            value = str(value)  # numpy's numbers too
        if not isinstance(value, str):
            raise TypeError(f"{name} is a str, not {type(value).__name__}")
        fields[name] = as_bytes(name, value)
    if "text" not in fields and "html" not in fields:
        raise TypeError("a document has a text (or html), and this one has none")
    return fields


def id_of(item: Any) -> str | None:
    """The id of a document that failed, as far as it can be said."""
    given = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
    if isinstance(given, numbers.Integral) and not isinstance(given, bool):
        return str(given)
    return given.encode(errors="replace").decode() if isinstance(given, str) else None
