"""Store: the chronicle kept in one file (docs/store.md)."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import _core
from ._coder import _AHEAD, Coder, _pools, threads_of
from ._entry import Entry, read_entry
from ._input import Failure, documents_of, fields_of, id_of
from ._records import Records

# What a kill can cost: little of either documents or seconds; each costs a sync of the disk.
_BATCH = 500
_BATCH_SECONDS = 1.0


def _limit_of(limit: int | None) -> int:
    if limit is None:
        return -1
    if limit < 0:
        raise ValueError(f"limit is 0 or more, not {limit}")
    return limit


@dataclass(frozen=True)
class Added:
    """What became of the documents that were given to a store."""

    added: int
    changed: int
    unchanged: int
    copies: int
    records: int
    failures: tuple[Failure, ...]


class Store:
    """Articles and records in one file, as ``kronika add`` keeps them.

    `access` is ``"read"``, ``"write"`` (it must be there) or ``"create"`` (it is made if it is not there). Raises
    FileNotFoundError, ValueError (no store, a damaged one, one of a newer version) and OSError (it cannot be written).

        >>> import kronika, os, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> store = kronika.Store(os.path.join(folder.name, "chronicle.db"), "create")
        >>> coder = kronika.Coder("fast")
        >>> store.add([{"id": "a", "text": "Iran attacked Israel.", "published": "2021-05-03"}], coder).added
        1
        >>> store.query("event:ASSAULT actor:IRN")[0]
        <Record ASSAULT IRN GOV → ISR GOV "attacked">
        >>> store.count(), store.group("event,month")
        (1, {('ASSAULT', '2021-05'): 1})
    """

    def __init__(self, path: str | os.PathLike[str], access: Literal["read", "write", "create"] = "read") -> None:
        if access not in ("read", "write", "create"):
            raise ValueError(f'access is "read", "write" or "create", not {access!r}')
        self.path = os.fspath(path)
        self._store = _core.Store.open(self.path, access)

    def query(self, filter: str = "", sort: str = "", limit: int | None = None) -> Records:
        """The records that fit a filter, in the filter language of docs/store.md; all that were not rejected if it is empty.

        `sort` is document (default), date, published, confidence or score, ``"-date"`` the last first. Raises ValueError on
        a filter or an order that is wrong, saying what is.
        """
        return Records._of(self._store.query(filter, sort, _limit_of(limit)))

    def count(self, filter: str = "") -> int:
        """How many records fit."""
        return self._store.count(filter)

    def entries(self, filter: str = "", sort: str = "", limit: int | None = None) -> list[Entry]:
        """The records of one happening as one (docs/merge.md): entries of which the filter finds a record.

        `sort` is date (default, the last first), published or reports (how many), ``"-reports"`` the most first.
        """
        return [read_entry(line) for line in self._store.entries(filter, sort, _limit_of(limit))]

    def count_entries(self, filter: str = "") -> int:
        """How many entries have a record that fits."""
        return self._store.count_entries(filter)

    def group(self, by: str, filter: str = "") -> dict[tuple[str, ...], int]:
        """Counts by dyad, actor, recipient, event, mode, context, quad, factuality, country, publisher, attribution, day,
        month or year, several of them with commas between."""
        return dict(self._store.group(filter, by)[1])

    def add(self, items: Iterable[str | Mapping[str, Any] | Any], coder: Coder, threads: int | None = None) -> Added:
        """Codes documents (as for `Coder.code_many`) and keeps them, as ``kronika add`` does.

        What is there as it is, is not coded again, so the same call goes on where an interrupted one stopped: it is
        committed every second.
        """
        documents, threads = documents_of(items, "add"), threads_of(threads)
        counts = {"added": 0, "changed": 0, "unchanged": 0, "copy": 0}
        records = 0
        failures: list[Failure] = []
        # What was given to the pool: place in the input and id.
        waiting: deque[tuple[int, str | None]] = deque()
        uncommitted, committed = 0, time.monotonic()

        def fail(index: int, id: str | None, reason: str) -> None:
            failures.append(Failure(index, id, reason))
            self._store.note_failure(id or f"document {index}", reason)

        def take() -> None:
            nonlocal records, uncommitted, committed
            prepared = pool.take()
            index, id = waiting.popleft()
            if prepared.failure:
                fail(index, id, prepared.failure)
            else:
                what, new = self._store.put(coder._engine, prepared)
                counts[what] += 1
                records += new
            uncommitted += 1
            if uncommitted >= _BATCH or time.monotonic() - committed >= _BATCH_SECONDS:
                self._store.commit()
                uncommitted, committed = 0, time.monotonic()

        self._store.begin_run(coder._engine, "python")
        pool = _core.StorePool(coder._engine, self._store, threads)
        _pools.add(pool)
        try:
            for index, item in enumerate(documents):
                try:
                    fields = fields_of(item)
                except (TypeError, ValueError) as error:
                    fail(index, id_of(item), str(error))
                    continue
                waiting.append((index, id_of(item)))
                pool.give(fields)
                if len(waiting) >= threads * _AHEAD:
                    take()
            while waiting:
                take()
            self._store.end_run()
        finally:
            pool.close()
            self._store.commit()
        failures.sort(key=lambda failure: failure.index)
        return Added(counts["added"], counts["changed"], counts["unchanged"], counts["copy"], records, tuple(failures))

    def __repr__(self) -> str:
        return f"<Store {self.path}>"
