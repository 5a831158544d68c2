"""The store: what the program would add, the answers that it would give."""
import json

import pandas
import pyarrow
import pytest

import kronika
from conftest import program


def test_it_is_the_store_of_the_program(coder, news, tmp_path):
    ours, theirs = str(tmp_path / "ours.db"), str(tmp_path / "theirs.db")
    store = kronika.Store(ours, "create")
    added = store.add(news, coder)
    assert added.added == len(news) and added.failures == () and added.records == store.count() > 20
    lines = "".join(json.dumps(document) + "\n" for document in news)
    program("add", theirs, "-", "--from", "jsonl", "--model", "fast", stdin=lines.encode())
    for filter in ("", "event:COERCE,ASSAULT", "date:2021"):
        expected = program("query", theirs, *filter.split(), "--format", "jsonl").decode()
        assert store.query(filter).to_jsonl() == expected
        assert program("query", ours, *filter.split(), "--format", "jsonl").decode() == expected
    latest = store.query(sort="-date", limit=3)
    assert len(latest) == 3 and latest[0].date.start >= latest[2].date.start
    assert pyarrow.table(store.query()).num_rows == added.records
    assert sum(store.group("event").values()) == added.records
    entries = store.entries("date:2021")
    lines = [json.loads(line) for line in program("query", theirs, "date:2021", "--entries", "--format", "jsonl").splitlines()]
    assert len(lines) == len(entries) == store.count_entries("date:2021") > 20
    assert {entry.id: (entry.event, list(entry.actor), list(entry.records), entry.independent, str(entry.first_seen)) for entry in entries} == {
        line["id"]: (line["event"], line["actor"], line["records"], line["independent"], line.get("first_seen", "None")) for line in lines}
    assert [record.id for record in store.query(f"entry:{entries[0].id}")] == list(entries[0].records)
    assert len(store.entries(sort="-reports", limit=2)) == 2
    again = store.add(news, coder, threads=1)
    assert (again.added, again.unchanged, again.records) == (0, len(news), 0)


def test_broken_documents_and_versions(coder, tmp_path):
    store = kronika.Store(tmp_path / "a.db", "create")
    added = store.add([{"id": "a", "text": "Iran attacked Israel."}, {"id": "b"}, {"id": "c", "text": " "}], coder)
    assert added.added == 1 and [(failure.index, failure.id) for failure in added.failures] == [(1, "b"), (2, "c")]
    assert store.add([{"id": "a", "text": "Iran attacked Iraq."}], coder).changed == 1
    assert store.query()[0].recipient[0].country == "IRQ"
    record = store.query()[0]
    program("correct", str(tmp_path / "a.db"), record.id, "accept", "--by", "Ana", "--why", "right")
    assert store.query("review:accepted")[0].review.notes[0].by == "Ana"
    assert pyarrow.table(store.query())["review"].to_pylist()[0]["status"] == "accepted"


def test_errors(coder, tmp_path):
    with pytest.raises(FileNotFoundError):
        kronika.Store(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no store" * 1000)
    with pytest.raises(ValueError):
        kronika.Store(tmp_path / "text.db")
    with pytest.raises(ValueError, match="access"):
        kronika.Store(tmp_path / "a.db", "w")
    store = kronika.Store(tmp_path / "a.db", "create")
    with pytest.raises(ValueError, match="did you mean PROTEST"):
        store.add([{"text": "Iran attacked Israel."}], coder)
        store.query("event:PROTESTS")
    with pytest.raises(ValueError):
        store.query(sort="colour")
    for ask in (store.query, store.entries):
        with pytest.raises(ValueError, match="limit"):
            ask(limit=-2)
    with pytest.raises(ValueError):
        store.entries("actor:")
    with pytest.raises(TypeError):
        store.query(5)
    for wrong in ("text", {"text": "Iran attacked Israel."}, None, pandas.DataFrame({"text": ["Iran attacked Israel."]})):
        with pytest.raises(TypeError):
            store.add(wrong, coder)
    for text in ("\ud800", "text:\udfff"):  # lone surrogates
        with pytest.raises((TypeError, ValueError)):
            store.query(text)
        with pytest.raises((TypeError, ValueError)):
            store.group("event", text)
    with pytest.raises(TypeError):
        store.query(limit="2")
    with pytest.raises(OSError):
        kronika.Store(tmp_path / "a.db").add([{"text": "Spain thanked Italy."}], coder)
