"""Spark in local mode with worker processes: the records of the program, whatever the partitions and whatever dies."""
import datetime
import json
import os
import sys

import pytest
from pyspark.sql import SparkSession
from pyspark.sql.types import DateType, StringType, StructField, StructType, TimestampType

import kronika
import kronika.spark
from conftest import PROGRAM, coded_by_program
from test_arrow import as_lines


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    session = (SparkSession.builder.master("local[2,4]").appName("kronika")  # two cores, four tries of a task
               .config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
               .config("spark.driver.bindAddress", "127.0.0.1").config("spark.local.dir", str(folder))
               .config("spark.sql.warehouse.dir", str(folder / "warehouse")).config("spark.driver.memory", "1g")
               .config("spark.sql.session.timeZone", "UTC").getOrCreate())
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def documents(news, cases):
    return [{name: document.get(name) for name in ("id", "text", "published", "title")} for document in news + cases]


SCHEMA = StructType([StructField(name, StringType()) for name in ("id", "text", "published", "title")])


def lines(records):
    return sorted((as_lines(row.asDict(recursive=True)) for row in records.collect()), key=lambda line: line["id"])


@pytest.fixture(scope="module")
def expected(documents):
    given = [{name: value for name, value in document.items() if value is not None} for document in documents]
    return sorted((json.loads(line) for line in coded_by_program(given).splitlines()), key=lambda line: line["id"])


@pytest.mark.parametrize("partitions", [1, 17])
def test_the_records_of_the_program_in_any_partitions(spark, documents, expected, partitions):
    frame = spark.createDataFrame(documents, SCHEMA).repartition(partitions)
    records, failures = kronika.spark.code(frame, title="title", model="fast")
    assert lines(records) == expected
    assert failures.count() == 0
    assert records.where("date.start >= '2021-06-01' AND array_contains(actor.country, 'RUS')").count() >= 0


def test_a_killed_worker_gives_no_record_twice(spark, documents, expected, tmp_path):
    marker = str(tmp_path / "killed")

    def coded_and_killed_once(batches):
        for number, batch in enumerate(kronika.spark._code_batches(("fast", None, None), batches)):
            yield batch
            try:
                os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                continue
            os.kill(os.getpid(), 9)

    frame = spark.createDataFrame(documents, SCHEMA).repartition(3).select("text", "id", "published", "title")
    found = frame.mapInArrow(coded_and_killed_once, kronika.spark._spark_schema())
    assert lines(found.where("failure IS NULL").drop("failure")) == expected
    assert os.path.exists(marker)


def test_failures_and_nulls(spark):
    rows = [("a", "Iran attacked Israel.", "2021-06-29"), ("b", None, None), (None, "Spain thanked Italy.", None), ("d", " ", None),
            ("e", "Spain thanked Italy.", "tomorrow")]
    frame = spark.createDataFrame(rows, "key string, body string, day string")
    records, failures = kronika.spark.code(frame, text="body", id="key", published="day", model="fast")
    assert sorted(row.event for row in records.collect()) == ["ASSAULT", "SUPPORT"]
    reasons = {row.id: row.reason for row in failures.collect()}
    assert set(reasons) == {"b", "d", "e"} and "2021-06-29" in reasons["e"]


def test_days(spark):
    day, time = datetime.date(2021, 6, 29), datetime.datetime(2021, 6, 29, 23, 30)
    for kind, value in ((DateType(), day), (TimestampType(), time)):
        frame = spark.createDataFrame([("Iran attacked Israel on Monday.", value)],
                                      StructType([StructField("text", StringType()), StructField("published", kind)]))
        records, _ = kronika.spark.code(frame, id=None, model="fast")
        row = records.collect()[0]
        assert (row.published, row.date.start) == (day, datetime.date(2021, 6, 28))


def test_empty_frames_and_missing_columns(spark):
    records, failures = kronika.spark.code(spark.createDataFrame([], SCHEMA), model="fast")
    assert records.count() == 0 and failures.count() == 0 and "event" in records.columns
    with pytest.raises(ValueError, match='no column "body" for text'):
        kronika.spark.code(spark.createDataFrame([], SCHEMA), text="body")
    records, failures = kronika.spark.code(spark.createDataFrame([("Iran attacked Israel.",)], "body string"), text="body", id=None,
                                           published=None, model="fast")
    assert [row.event for row in records.collect()] == ["ASSAULT"] and failures.count() == 0


def test_columns_of_other_types(spark):
    frame = spark.createDataFrame([(1, "Iran attacked Israel.", 20210629, ["Iran attacked Israel."], b"Iran")],
                                  "id long, text string, day int, parts array<string>, bytes binary")
    records, _ = kronika.spark.code(frame, published=None, model="fast")
    assert [row.document for row in records.collect()] == ["1"]
    for given in ({"published": "day"}, {"text": "parts", "published": None}, {"text": "bytes", "published": None},
                  {"text": "id", "published": None}, {"title": "day", "published": None}, {"id": "parts", "published": None}):
        with pytest.raises(TypeError, match="the column .* holds"):
            kronika.spark.code(frame, **given)


def test_the_program_as_a_step_of_a_pipe(spark, documents, expected):
    given = [json.dumps({name: value for name, value in document.items() if value is not None}) for document in documents]
    command = f"{PROGRAM} code - --from jsonl --format jsonl --model fast --threads 1"
    found = spark.sparkContext.parallelize(given, 3).pipe(command).map(json.loads).collect()
    assert sorted(found, key=lambda line: line["id"]) == expected
