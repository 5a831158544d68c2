"""Files of articles, read as `kronika code` reads them."""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import _core
from ._input import Failure, as_day

_FORMS = ("text", "html", "jsonl", "csv", "tsv", "feed", "warc")


def read(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], form: str | None = None,
         columns: Mapping[str, str] | None = None,
         published: datetime.date | str | None = None) -> Iterator[dict[str, Any] | Failure]:
    """The articles in files and folders, one by one, as dictionaries for `Coder.code_many`: ``text``, and ``id``, ``title``,
    ``published``, ``url``, ``publisher`` where they are known. What cannot be read is a `Failure` in its place.

    `form` is text, html, jsonl, csv, tsv, feed (RSS, Atom) or warc, compressed with gzip or not; None: by the file's ending,
    else by its first bytes. `columns` says which column of a CSV or TSV file holds what (``{"text": "body"}``), `published`
    the day of articles that do not say theirs. docs/formats.md has the forms.

        >>> import kronika, os, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> path = os.path.join(folder.name, "news.csv")
        >>> with open(path, "w") as file:
        ...     _ = file.write("id,body\\na1,Iran attacked Israel.\\n")
        >>> list(kronika.read(path, columns={"text": "body"}))
        [{'id': 'a1', 'text': 'Iran attacked Israel.'}]

    Raises ValueError on a form or a column that there is not.
    """
    if form is not None and form not in _FORMS:
        raise ValueError(f"form is {', '.join(_FORMS)}, not {form!r}")
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    day = as_day(published) or ""
    try:
        if day:
            datetime.date.fromisoformat(day)
    except ValueError:
        raise ValueError(f'published: "{day}" is not a date of the form 2021-06-29') from None
    pairs = ",".join(f"{field}={column}" for field, column in (columns or {}).items())
    return _documents(_core.Reader.open([os.fspath(path) for path in listed], form or "", pairs, day))


def _documents(reader: _core.Reader) -> Iterator[dict[str, Any] | Failure]:
    for index in itertools.count():
        item = reader.next()
        if item is None:
            return
        if isinstance(item, tuple):
            yield Failure(index, None, ": ".join(item))
        else:
            fields: dict[str, Any] = item
            if "published" in fields:
                fields["published"] = datetime.date.fromisoformat(fields["published"])
            yield fields
