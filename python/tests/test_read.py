"""Files read as the program reads them."""
import datetime
import gzip
import json

import pytest

import kronika
from conftest import ROOT, program
from test_coder import lines_of


def page(text, number):
    """A member of a web archive that holds a page."""
    body = (f"<html><head><title>News {number}</title></head><body><article><p>{text}</p></article></body></html>").encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    return gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2021-06-29T12:00:00Z\r\nContent-Type: application/http\r\n"
                         b"WARC-Target-URI: http://news.example/%d\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (number, len(http), http))


TEXTS = [f"{'Turkish' if number % 2 else 'Israeli'} police arrested {number + 2} editors in Ankara on Monday, their lawyer said. "
         "France and Germany thanked Poland for its help after the talks in Zürich." for number in range(6)]


def test_forms_give_the_records_of_the_program(coder, tmp_path):
    (tmp_path / "crawl.warc.gz").write_bytes(b"".join(page(text, number) for number, text in enumerate(TEXTS)))
    (tmp_path / "news.csv").write_text("key,body,day\nc1,Iran attacked Israel.,2021-05-03\nc2,,\n", encoding="utf-8")
    (tmp_path / "note.txt").write_text("Spain thanked Italy.", encoding="utf-8")
    with gzip.open(tmp_path / "lines.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "j", "text": "Iran attacked Iraq.", "title": "War", "publisher": "AP"}) + "\n{broken\n")
    options = {"news.csv": ["--columns", "id=key,text=body,published=day"], "note.txt": ["--published", "2021-06-29"]}
    for name in ("crawl.warc.gz", "news.csv", "note.txt", "lines.jsonl.gz"):
        given = {"columns": {"id": "key", "text": "body", "published": "day"}} if name == "news.csv" else {}
        items = list(kronika.read(tmp_path / name, published=datetime.date(2021, 6, 29) if name == "note.txt" else None, **given))
        outcomes = list(coder.code_many(items))
        found = lines_of(outcome for outcome in outcomes if isinstance(outcome, kronika.Article))
        assert found == program("code", str(tmp_path / name), "--format", "jsonl", "--model", "fast", *options.get(name, []))
        assert found, name
        failures = [outcome for outcome in outcomes if isinstance(outcome, kronika.Failure)]
        assert len(failures) == (name in ("news.csv", "lines.jsonl.gz"))
        assert all(name in failure.reason and failure.index == 1 for failure in failures)
    archive = list(kronika.read([tmp_path / "crawl.warc.gz"]))
    assert len(archive) == len(TEXTS) and archive[0]["url"] == "http://news.example/0" and archive[0]["title"] == "News 0"
    assert len(list(kronika.read(tmp_path))) == len(TEXTS) + 4  # the folder; the table without its columns is one failure
    assert next(kronika.read(ROOT / "examples" / "harvest.html"))["text"]


def test_what_cannot_be_read(coder, tmp_path):
    (tmp_path / "news.csv").write_text("id,body\n", encoding="utf-8")
    with pytest.raises(ValueError, match="form is"):
        kronika.read(tmp_path / "news.csv", form="pdf")
    with pytest.raises(ValueError, match="story"):
        list(kronika.read(tmp_path / "news.csv", columns={"text": "story"}))
    with pytest.raises(ValueError, match="2021-06-29"):
        kronika.read(tmp_path / "news.csv", published="soon")
    with pytest.raises(ValueError):
        kronika.read([])
    for wrong in (None, 5, [5]):
        with pytest.raises(TypeError):
            kronika.read(wrong)
    failure, = kronika.read(tmp_path / "none.txt")
    assert isinstance(failure, kronika.Failure) and "none.txt" in failure.reason
    outcome, = coder.code_many([failure])
    assert outcome == failure
