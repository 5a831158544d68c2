"""Kronika on a cluster: a Spark data frame of articles in, data frames of records and of failures out. Needs pyspark."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ._coder import Coder
from ._input import Failure
from ._records import Records

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame


def code(df: DataFrame, text: str = "text", id: str | None = "id", published: str | None = "published",
         title: str | None = None, model: str | None = None, codebook: str | os.PathLike[str] | None = None,
         data: str | os.PathLike[str] | None = None) -> tuple[DataFrame, DataFrame]:
    """Codes the articles of a data frame; gives the records and the failures (``id``, ``reason``).

    `text`, `id`, `published`, `title` name columns; None: there is none. `published` may be a date, a timestamp (its day in
    the time zone of the session) or a string such as ``2021-06-29``; nulls are as if absent, a null text is a failure. The
    records have the columns of `kronika.Records` (docs/python.md). `model`, `codebook` and `data` are those of
    `kronika.Coder`; their files must lie at the same path on every worker.

    Each Python worker loads one coder, once, and codes on one thread: Spark runs one worker a core. What is coded is kept
    on the workers' disks (``persist``), as both frames come of it; what is lost there is coded again, with the same result.
    Raises ValueError on a column that there is not, TypeError on one that holds something else.
    """
    from pyspark import StorageLevel
    from pyspark.sql import functions, types

    words = (types.StringType, types.VarcharType, types.CharType, types.NullType)
    takes = {"text": words, "title": words, "id": (*words, types.IntegralType),
             "published": (*words, types.DateType, types.TimestampType, types.TimestampNTZType)}

    columns = {"text": text, "id": id, "published": published, "title": title}
    wanted = []
    for name, column in columns.items():
        if column is None:
            continue
        if column not in df.columns:
            raise ValueError(f'there is no column "{column}" for {name}; the columns are {", ".join(df.columns)}')
        kind = df.schema[column].dataType
        if not isinstance(kind, takes[name]):
            raise TypeError(f'the column "{column}" for {name} holds {kind.simpleString()}')
        value = functions.col(f"`{column}`")
        if isinstance(kind, (types.TimestampType, types.TimestampNTZType)):
            value = value.cast("date")
        wanted.append(value.cast("string").alias(name))
    given = (model, None if codebook is None else os.fspath(codebook), None if data is None else os.fspath(data))
    coded = df.select(*wanted).mapInArrow(functools.partial(_code_batches, given), _spark_schema())
    coded = coded.persist(StorageLevel.DISK_ONLY)
    failed = functions.col("failure").isNotNull()
    return coded.where(~failed).drop("failure"), coded.where(failed).select("failure.id", "failure.reason")


@functools.lru_cache(maxsize=2)
def _coder(given: tuple[str | None, str | None, str | None]) -> Coder:
    return Coder(*given)


def _schema() -> pyarrow.Schema:
    """The columns of records, which a failure leaves null, and `failure`, which a record does."""
    import pyarrow

    fields = [field.with_nullable(True) for field in pyarrow.RecordBatchReader.from_stream(Records()).schema]
    failure = pyarrow.struct([("id", pyarrow.string()), ("reason", pyarrow.string())])
    return pyarrow.schema([*fields, pyarrow.field("failure", failure)])


def _spark_schema() -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(_schema())


def _code_batches(given: tuple[str | None, str | None, str | None],
                  batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """What a worker runs: it has no effect but what it gives, so a task that runs twice counts once."""
    import pyarrow

    coder, schema = _coder(given), _schema()
    failure = schema.field("failure")
    rows = (row for batch in batches for row in batch.to_pylist())
    for outcomes in _in_groups(coder.code_many(rows, threads=1), 500):
        for batch in pyarrow.RecordBatchReader.from_stream(Records(outcomes)):
            columns = [*batch.columns, pyarrow.nulls(batch.num_rows, failure.type)]
            yield pyarrow.RecordBatch.from_arrays(columns, schema=schema)
        failures = [{"id": outcome.id, "reason": outcome.reason} for outcome in outcomes if isinstance(outcome, Failure)]
        if failures:
            columns = [pyarrow.nulls(len(failures), field.type) for field in schema][:-1]
            yield pyarrow.RecordBatch.from_arrays([*columns, pyarrow.array(failures, failure.type)], schema=schema)


def _in_groups(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    group = []
    for item in items:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
