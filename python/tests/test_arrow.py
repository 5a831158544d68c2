"""The columns, as those who take them see them."""
import datetime
import json

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

import kronika


@pytest.fixture(scope="module")
def records(coder, cases, news):
    return kronika.Records(coder.code_many(cases + news))


def as_lines(row):
    """A row of columns as the JSON line it came of: nulls left out, days as text."""
    if isinstance(row, dict):
        return {name: as_lines(value) for name, value in row.items() if value is not None and name != "published"}
    if isinstance(row, (list, tuple)):
        return [as_lines(value) for value in row]
    return row.isoformat() if isinstance(row, datetime.date) else row


def test_pyarrow_sees_what_the_lines_say(records):
    table = pyarrow.table(records)
    table.validate(full=True)
    assert table.num_rows == len(records) > 100
    assert [as_lines(row) for row in table.to_pylist()] == [record.to_dict() for record in records]
    assert table.schema.field("date").type == pyarrow.struct([
        pyarrow.field("start", pyarrow.date32(), False), pyarrow.field("end", pyarrow.date32(), False),
        pyarrow.field("text", pyarrow.string()), pyarrow.field("by", pyarrow.string(), False)])
    assert pyarrow.schema(records) == table.schema
    assert table.column("published").null_count < table.num_rows


def test_the_manual_lists_the_columns(records):
    from conftest import ROOT

    manual = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for field in pyarrow.schema(records):
        assert f"`{field.name}`" in manual, field.name


def test_no_copy_is_made(records):
    stream = pyarrow.RecordBatchReader.from_stream(records)
    one = stream.read_all().column("event").chunk(0).buffers()[2].address
    again = pyarrow.table(records).column("event").chunk(0).buffers()[2].address
    assert one == again


def test_parquet(records, tmp_path):
    table = pyarrow.table(records)
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pylist() == table.to_pylist()


def test_pandas(records):
    frame = pandas.DataFrame.from_arrow(records)
    assert len(frame) == len(records)
    assert list(frame["event"]) == [record.event for record in records]
    assert list(frame["confidence"]) == [record.confidence for record in records]


def test_polars(records):
    frame = polars.DataFrame(records)
    assert frame.height == len(records)
    assert frame["event"].to_list() == [record.event for record in records]
    codes = frame.select(polars.col("actor").list.eval(polars.element().struct.field("code")))["actor"].to_list()
    assert codes == [[party.code for party in record.actor] for record in records]
    starts = frame["date"].struct.field("start").to_list()
    assert starts == [record.date and record.date.start for record in records]


def test_duckdb(records):
    counts = dict(duckdb.sql("SELECT event, count(*) FROM records GROUP BY event").fetchall())
    assert sum(counts.values()) == len(records)
    asked = duckdb.sql("SELECT count(*) FROM records WHERE date.start IS NOT NULL").fetchall()
    assert asked == [(sum(record.date is not None for record in records),)]


def test_empty_and_large(coder):
    empty = pyarrow.table(kronika.Records())
    assert empty.num_rows == 0 and "event" in empty.column_names
    assert polars.DataFrame(kronika.Records()).height == 0
    article = coder.code("Iran attacked Israel.", published="2021-06-29")
    many = kronika.Records([article] * 70_000)
    table = pyarrow.table(many)
    table.validate(full=True)
    assert table.num_rows == 70_000 and table.column("event").num_chunks == 2
    assert json.loads(many[69_999].to_json()) == article.records[0].to_dict()
    part = many[65_530:65_540]
    assert pyarrow.table(part).num_rows == 10


def test_columns_outlive_their_records(coder):
    table = pyarrow.table(coder.code("Iran attacked Israel.").records)
    stream = kronika.Records([coder.code("Iran attacked Israel.")]).__arrow_c_stream__()
    del stream  # nobody took it
    assert table.column("event").to_pylist() == ["ASSAULT"]
