"""Entry: the records of one happening. Field names and meaning are those of docs/merge.md."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One happening that a store's articles tell of, and who tells it."""

    id: str
    """``e1:`` and 16 hexadecimal digits."""
    event: str
    actor: tuple[str, ...]
    """Public entities, else country and main sector: ``RUS MIL``."""
    recipient: tuple[str, ...]
    first_seen: datetime.date | None
    """The first and the last day of publication; None: no article has one."""
    last_seen: datetime.date | None
    independent: int
    """Voices among its articles that did not copy each other."""
    documents: tuple[str, ...]
    """Ids of its articles."""
    records: tuple[str, ...]
    """Ids of its records: `Store.query` with the filter ``entry:`` and the entry's id gives them."""
    disagreements: dict[str, dict[str, tuple[str, ...]]]
    """What its records say differently: field → value → ids of the records."""


def read_entry(line: bytes) -> Entry:
    """Of the line that ``kronika query --entries`` prints."""
    values: dict[str, Any] = json.loads(line)
    for name in ("actor", "recipient", "documents", "records"):
        values[name] = tuple(values[name])
    for name in ("first_seen", "last_seen"):
        day = values.get(name)
        values[name] = None if day is None else datetime.date.fromisoformat(day)
    values["disagreements"] = {field: {value: tuple(ids) for value, ids in saying.items()}
                               for field, saying in values.get("disagreements", {}).items()}
    return Entry(**values)
