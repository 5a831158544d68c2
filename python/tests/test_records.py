"""Records: attributes are those of the JSON line; sequences; display."""
import datetime
import json
import pickle

import pytest

import kronika
from kronika import Records


@pytest.fixture(scope="module")
def articles(coder, cases, news):
    return [item for item in coder.code_many(cases + news) if isinstance(item, kronika.Article)]


@pytest.fixture(scope="module")
def records(articles):
    return Records(articles)


def plain(value, field):
    """An attribute as JSON would have it: what is absent left out."""
    if isinstance(value, tuple):
        return [plain(item, field) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        out = {name: plain(getattr(value, name), field) for name in value.__dataclass_fields__}
        out = {name: item for name, item in out.items() if item is not None}
        if out.get("withheld") is False:
            del out["withheld"]
        if "by" in out or "cue" in out:  # a field of their own is said only where it is another than the record's
            if out.get("field") == field:
                del out["field"]
        return out
    return value


def test_attributes_are_those_of_the_line(records):
    seen = set()
    for record in records:
        line = record.to_dict()
        seen.update(line)
        for name, value in line.items():
            assert plain(getattr(record, name), record.field) == value, name
        for name in ("field", "withheld", "mentions", "date", "place", "attribution", "review"):
            if name not in line:
                assert getattr(record, name) in (None, (), False, "text")
        assert json.dumps(line, ensure_ascii=False, separators=(",", ":")) == record.to_json() or "." in record.to_json()
    assert {"date", "place", "attribution", "withheld" if "withheld" in seen else "why"} <= seen


def test_a_sequence(records, articles):
    assert len(records) == sum(len(article.records) for article in articles)
    listed = list(records)
    assert records[0] == listed[0] and records[-1] == listed[-1] and list(records[3:9:2]) == listed[3:9:2]
    assert listed[5] in records and list(reversed(records[:3])) == listed[2::-1]
    with pytest.raises(IndexError):
        records[len(records)]
    with pytest.raises(IndexError):
        records[-len(records) - 1]
    assert Records([records, records[:2]]).to_jsonl() == records.to_jsonl() + records[:2].to_jsonl()
    assert len(Records()) == 0 and list(Records([kronika.Failure(0, None, "x")])) == []
    with pytest.raises(TypeError):
        Records([1])
    assert pickle.loads(pickle.dumps(records[0])) == records[0] and hash(records[0]) == hash(records[0])
    assert pickle.loads(pickle.dumps(records)) == records


def test_published_is_kept(coder):
    records = Records([coder.code("Iran attacked Israel.", published="2021-06-29"), coder.code("Iran attacked Israel.")])
    assert [records.published(0), records.published(1)] == [datetime.date(2021, 6, 29), None]
    assert Records([records])[0:1].published(0) == datetime.date(2021, 6, 29)


def test_they_show_themselves(articles, records):
    for article in articles:
        shown = article._repr_html_()
        assert shown.startswith("<div") and shown.count("<span") == shown.count("</span>")
        assert "<script" not in shown
        assert repr(article).startswith("<Article ")
    assert records._repr_html_().count("<tr>") == 21 and repr(records) == f"<Records: {len(records)}>"
    assert records[0].event in records[0]._repr_html_() and records[0].event in repr(records[0])


def test_markup_in_an_article_stays_text(coder):
    article = coder.code("<script>alert(1)</script> Iran attacked Israel & <b>Lebanon</b>.", title="<i>Iran</i> attacked Iraq")
    for shown in (article.to_html(), article.records._repr_html_(), article.records[0]._repr_html_()):
        assert "<script>" not in shown and "<b>Leb" not in shown and "<i>" not in shown
