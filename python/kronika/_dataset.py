"""Parquet data sets parted by day, through pyarrow."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ._records import Records

if TYPE_CHECKING:
    from ._article import Article
    from ._input import Failure

_ROWS = 65536  # records that are held before they are written


def write_dataset(records: Records | Iterable[Article | Failure | Records], folder: str | os.PathLike[str],
                  by: Literal["day", "published"] = "day", part: str | None = None) -> list[str]:
    """Writes records into a Parquet data set, a folder a day: ``folder/day=2021-06-29/….parquet``; gives the days' folders.

    `records` may be what `Coder.code_many` gives: it is written as it comes, in bounded memory. `by` is ``"day"`` (the
    first day of the event, else that of publication) or ``"published"``; records without either lie in
    ``day=__HIVE_DEFAULT_PARTITION__``.

    Written twice it is there once. Without `part` the days that occur in `records` are replaced as a whole and others are
    left alone. With `part`, the name of one piece of the work (an input file), only what that part wrote before is
    replaced, so that many jobs can write into one folder; ``folder/_parts/PART.json`` is there once the part is whole.
    Needs pyarrow.
    """
    import pyarrow
    import pyarrow.compute
    import pyarrow.dataset

    if by not in ("day", "published"):
        raise ValueError(f'by is "day" or "published", not {by!r}')
    if part is not None and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", part):
        raise ValueError(f"part is a name of letters, digits, '.', '_' and '-', not {part!r}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    schema = pyarrow.schema(pyarrow.RecordBatchReader.from_stream(Records()).schema)
    if by == "day":
        schema = schema.append(pyarrow.field("day", pyarrow.date32()))

    def batches() -> Iterator[Any]:
        for piece in _pieces(records):
            for batch in pyarrow.RecordBatchReader.from_stream(piece):
                if by == "day":
                    start = pyarrow.compute.struct_field(batch.column("date"), "start")
                    batch = batch.append_column(schema.field("day"),
                                                pyarrow.compute.coalesce(start, batch.column("published")))
                yield batch

    # Folders whose names begin with a dot or "_" are no part of a data set for those who read it.
    work = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        pyarrow.dataset.write_dataset(
            pyarrow.RecordBatchReader.from_batches(schema, batches()), work / "new", format="parquet",
            partitioning=pyarrow.dataset.partitioning(pyarrow.schema([(by, pyarrow.date32())]), flavor="hive"),
            basename_template=(part or "records") + "-{i}.parquet", use_threads=False, max_partitions=1 << 20,
            max_open_files=256)
        made = sorted(path.name for path in (work / "new").iterdir()) if (work / "new").exists() else []
        if part is None:
            _replace_days(work, folder, made)
        else:
            _replace_part(work, folder, made, part)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return [os.fspath(folder / name) for name in made]


def _pieces(records: Any) -> Iterator[Records]:
    """Records as they are, or collected from articles as they come."""
    if isinstance(records, Records):
        yield records
        return
    held: list[Any] = []
    size = 0
    for item in records:
        held.append(item)
        # Of an article counted by its lines, which are there: its records need not be made for it.
        size += item._coded.lines.count(b"\n") if hasattr(item, "_coded") else len(item) if isinstance(item, Records) else 0
        if size >= _ROWS or len(held) >= 4096:
            yield Records(held)
            held, size = [], 0
    yield Records(held)


def _replace_days(work: Path, folder: Path, made: list[str]) -> None:
    for name in made:
        target = folder / name
        if target.exists():
            target.rename(work / f"old-{name}")
        (work / "new" / name).rename(target)


def _replace_part(work: Path, folder: Path, made: list[str], part: str) -> None:
    note = folder / "_parts" / f"{part}.json"
    note.parent.mkdir(exist_ok=True)
    old = set(json.loads(note.read_text())["files"]) if note.exists() else set()
    note.unlink(missing_ok=True)  # the part is not whole until all of it is there
    files = []
    for name in made:
        (folder / name).mkdir(exist_ok=True)
        for path in (work / "new" / name).iterdir():
            os.replace(path, folder / name / path.name)
            files.append(f"{name}/{path.name}")
    for stale in old - set(files):
        (folder / stale).unlink(missing_ok=True)
    draft = work / "note.json"
    draft.write_text(json.dumps({"part": part, "files": sorted(files)}))
    os.replace(draft, note)
