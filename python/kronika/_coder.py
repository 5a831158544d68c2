"""Coder: text in, records out."""

from __future__ import annotations

import atexit
import datetime
import functools
import json
import os
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import _core
from ._article import Article
from ._data import data_folder
from ._input import Failure, documents_of, fields_of, id_of
from ._record import CoderInfo

# Threads that code must not outlive the interpreter.
_pools: weakref.WeakSet[Any] = weakref.WeakSet()

_AHEAD = 8  # documents under way for each thread
_AHEAD_BYTES = 1 << 26  # of their texts together, where that is more than one


@atexit.register
def _close_pools() -> None:
    for pool in list(_pools):
        pool.close()


def threads_of(threads: int | None) -> int:
    if threads is None:
        return len(os.sched_getaffinity(0))
    if isinstance(threads, bool) or not isinstance(threads, int):
        raise TypeError(f"threads is a number, not {type(threads).__name__}")
    if not 1 <= threads <= 1024:
        raise ValueError(f"threads is 1 to 1024, not {threads}")
    return threads


@dataclass(frozen=True)
class Relation:
    """What the source of a marked text does to its target: the likeliest category, and the chance of each."""

    event: str
    scores: dict[str, float]


class Coder:
    """A coder, loaded: its models, codebook and knowledge base. Many threads may use one at once.

    `model` is ``"accurate"`` or ``"fast"`` (None: the best that is there), `codebook` the folder of one of your own in
    place of PLOVER, `data` the folder of models, codebook and knowledge base (None: the variable KRONIKA_DATA, else what
    came with the package).

        >>> import kronika
        >>> coder = kronika.Coder(model="fast")
        >>> article = coder.code("Turkey arrested two editors in Ankara.", published="2021-06-29")
        >>> article.records[0]
        <Record COERCE/arrest TUR GOV → TUR JRN "arrested">
        >>> article.records[0].place.name
        'Ankara'

    Raises ValueError on a model or codebook that there is not or that is wrong, FileNotFoundError where there is no data.
    """

    def __init__(self, model: str | None = None, codebook: str | os.PathLike[str] | None = None,
                 data: str | os.PathLike[str] | None = None) -> None:
        if model is not None and not isinstance(model, str):
            raise TypeError(f"model is a str, not {type(model).__name__}")
        self._given = (model, None if codebook is None else os.fspath(codebook), None if data is None else os.fspath(data))
        self._engine = _core.Engine.load(data_folder(data), model or "", self._given[1] or "")

    @property
    def info(self) -> CoderInfo:
        """What every record says of its coder: version, codebook, model."""
        return CoderInfo(*self._engine.info)

    def code(self, text: str, title: str | None = None, published: datetime.date | str | None = None,
             id: str | int | None = None, url: str | None = None, publisher: str | None = None) -> Article:
        """Codes one text.

        `published` is the day against which "yesterday" is read: a date, a datetime (its own calendar day counts), or a
        string such as ``2021-06-29``. Raises TypeError and ValueError on what is no text or no date.
        """
        if not isinstance(text, str):
            raise TypeError(f"text is a str, not {type(text).__name__}")
        fields = fields_of({"text": text, "title": title, "published": published, "id": id, "url": url,
                            "publisher": publisher})
        return Article(self._engine.code(fields), self)

    def code_many(self, items: Iterable[str | Mapping[str, Any] | Any],
                  threads: int | None = None) -> Iterator[Article | Failure]:
        """Codes documents as they are asked for, on all cores or so many threads; gives them in their order.

        An item is a str, a mapping as a line of input JSONL (``{"text" or "html", "title"?, "published"?, "id"?, "url"?,
        "publisher"?}``; other keys are passed over; None and NaN are as if absent) or an object with these as attributes.
        A broken one gives a `Failure` in its place. At most 8 documents a thread are read ahead, so memory does not grow
        with the input.

            >>> import kronika
            >>> coder = kronika.Coder("fast")
            >>> news = [{"id": "a", "text": "Iran attacked Israel."}, {"id": "b", "text": None}, "Poland thanked Canada."]
            >>> for article in coder.code_many(news):
            ...     if isinstance(article, kronika.Failure):
            ...         print(article.id, article.reason)
            ...     else:
            ...         print(article.records[0].event)
            ASSAULT
            b a document has a text (or html), and this one has none
            SUPPORT
        """
        return self._code_many(documents_of(items, "code_many"), threads_of(threads))

    def _code_many(self, items: Iterator[Any], threads: int) -> Iterator[Article | Failure]:
        pool = _core.Pool(self._engine, threads)
        _pools.add(pool)
        # What was read and not given out: place in the input, id, size, and the failure of what could not be read.
        waiting: deque[tuple[int, str | None, int, Failure | None]] = deque()
        size, count, ended = 0, 0, False
        broken: Exception | None = None

        def finish(outcome: _core.CodedDocument | str) -> Article | Failure:
            nonlocal size
            index, id, weight, _ = waiting.popleft()
            size -= weight
            return Failure(index, id, outcome) if isinstance(outcome, str) else Article(outcome, self)

        try:
            while True:
                if not ended and len(waiting) < threads * _AHEAD and (size < _AHEAD_BYTES or not waiting):
                    try:
                        item = next(items)
                    except StopIteration:
                        ended = True
                        continue
                    except Exception as error:  # the input's own: it comes after what was read before it
                        ended, broken = True, error
                        continue
                    index, count = count, count + 1
                    try:
                        fields = fields_of(item)
                    except (TypeError, ValueError) as error:
                        waiting.append((index, id_of(item), 0, Failure(index, id_of(item), str(error))))
                    else:
                        weight = sum(map(len, fields.values()))
                        size += weight
                        waiting.append((index, id_of(item), weight, None))
                        pool.give(fields)
                    if waiting[0][3] is None:
                        outcome = pool.take_if_there()
                        if outcome is not None:
                            yield finish(outcome)
                elif waiting and waiting[0][3] is None:
                    yield finish(pool.take())
                elif not waiting:
                    break
                while waiting and waiting[0][3] is not None:
                    yield waiting.popleft()[3]  # type: ignore[misc]
            if broken is not None:
                raise broken
        finally:
            pool.close()

    def relate(self, text: str, source: Sequence[Any] = (), target: Sequence[Any] = ()) -> Relation:
        """What the source does to the target, in a text in which the words of two parties are marked.

        `source` and `target` are pairs of start and end in code points, one or a list of them; one that is empty is
        answered from the text alone. Needs the accurate model. Raises ValueError where an offset lies outside the text.

            >>> import kronika
            >>> coder = kronika.Coder("accurate")
            >>> coder.relate("France criticized Hungary.", source=(0, 6), target=(18, 25)).event
            'ACCUSE'
        """
        if not isinstance(text, str):
            raise TypeError(f"text is a str, not {type(text).__name__}")
        line = {"text": text, "source": _spans("source", source), "target": _spans("target", target)}
        try:
            encoded = json.dumps(line, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("text: it has a lone surrogate, which is no text; read the text as UTF-8") from None
        return Relation(*self._engine.relate(encoded))

    def __reduce__(self) -> tuple[Any, ...]:
        return Coder, self._given

    def __repr__(self) -> str:
        return f"<Coder {self.info.model}, {self.info.codebook}>"


@functools.lru_cache(maxsize=1)
def _default() -> Coder:
    return Coder()


def code(text: str, title: str | None = None, published: datetime.date | str | None = None, id: str | int | None = None,
         url: str | None = None, publisher: str | None = None) -> Article:
    """Codes one text with ``Coder()``, which is loaded at the first call and kept: for a first look.

        >>> import kronika
        >>> for record in kronika.code("France expelled two Russian diplomats on Monday.", published="2021-06-29").records:
        ...     print(record.event, record.actor[0].country, record.recipient[0].country, record.date.start)
        SANCTION FRA RUS 2021-06-28

    Raises what `Coder` and `Coder.code` raise.
    """
    return _default().code(text, title, published, id, url, publisher)


def _spans(name: str, given: Sequence[Any]) -> list[dict[str, int]]:
    pairs = [given] if len(given) == 2 and all(isinstance(offset, int) for offset in given) else given
    try:
        spans = [{"start": start, "end": end} for start, end in pairs]
    except (TypeError, ValueError):
        raise TypeError(f"{name} is a pair of start and end, or a list of such pairs") from None
    if not all(isinstance(offset, int) and not isinstance(offset, bool) for span in spans for offset in span.values()):
        raise TypeError(f"{name} is a pair of start and end, or a list of such pairs")
    return spans
