"""The coder: the same bytes as the program, offsets in any script, errors that say what is wrong."""
import datetime
import itertools
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time

import numpy
import pandas
import polars
import pyarrow
import pytest

import kronika
from conftest import ROOT, coded_by_program


def lines_of(articles):
    return "".join(article.records.to_jsonl() for article in articles).encode()


def test_case_files_give_the_bytes_of_the_program(coder, cases):
    for threads in (1, 3):
        assert lines_of(coder.code_many(cases, threads=threads)) == coded_by_program(cases)


def test_news_gives_the_bytes_of_the_program(coder, accurate, news):
    expected = coded_by_program(news)
    assert expected.count(b"\n") > 20
    assert lines_of(coder.code_many(news)) == expected
    one_by_one = [coder.code(**{key: document[key] for key in document if key in ("id", "title", "text", "published", "url")})
                  for document in news if "text" in document]
    assert lines_of(one_by_one) == expected
    assert lines_of(accurate.code_many(news[:4])) == coded_by_program(news[:4], "accurate")


SCRIPTS = ["🇫🇷 ", "مرحبا بكم. ", "你好世界。", "x̂é\u0301 ", "\U0001F469\u200D\U0001F692 ", "\u202Eabc\u202C ", "\r\n\t", "\x00"]


@pytest.mark.parametrize("before", SCRIPTS)
def test_offsets_are_code_points(coder, before):
    text = f"{before}Russia attacked Ukraine near Київ, 🙂 the army said.\n\n{before}France and Germany met in Zürich on Monday."
    article = coder.code(text, title=f"{before}Iran accused Israel", published="2021-06-29")
    assert article.text == text
    assert len(article.records) >= 2
    for record in article.records:
        words = getattr(article, record.field)
        assert words[record.start:record.end] == record.text
        assert record.text in words[record.sentence.start:record.sentence.end]
        for part in (*record.actor, *record.recipient, *filter(None, [record.attribution])):
            assert getattr(article, part.field)[part.start:part.end] == part.text
    for item in (*article.sentences, *article.tokens, *article.mentions):
        assert getattr(article, item.field)[item.start:item.end] == item.text


def test_layers_fit_together(coder):
    article = coder.code("The French president met Angela Merkel in Berlin. He thanked her.", title="Talks")
    assert article.sentences[0].kind == "title" and article.sentences[0].field == "title"
    assert [token.text for token in article.tokens] == [
        "Talks", "The", "French", "president", "met", "Angela", "Merkel", "in", "Berlin", ".", "He", "thanked", "her", "."]
    for index, sentence in enumerate(article.sentences):
        words = article.tokens[sentence.first:sentence.last]
        assert {word.sentence for word in words} == {index}
        assert sum(word.head is None for word in words) == 1
    chains = {tuple(mention.text for mention in chain.mentions) for chain in article.chains}
    assert ("The French president", "He") in chains and ("Angela Merkel", "her") in chains
    assert sum(len(chain.mentions) for chain in article.chains) == len(article.mentions)


def test_private_persons_are_withheld_as_the_program_does(coder):
    text = "Turkish police arrested Mehmet Yildirimoglu, a dissident, in Ankara. Mehmet Yildirimoglu accused the police of torture."
    article = coder.code(text, published="2021-06-29")
    assert article.text == text  # the user's own
    shown = article.records.to_jsonl() + repr(list(article.records)) + article.records._repr_html_() + article.to_html()
    shown += "".join(record._repr_html_() for record in article.records)
    assert "Yildirimoglu" not in shown
    parties = [party for record in article.records for party in (*record.actor, *record.recipient) if party.withheld]
    assert parties and all(party.text.startswith("[") and party.name is None for party in parties)


def test_days(coder):
    day = datetime.date(2021, 6, 28)
    east = datetime.timezone(datetime.timedelta(hours=14))
    for published in ("2021-06-29", "2021-06-29T23:00:00Z", datetime.date(2021, 6, 29), datetime.datetime(2021, 6, 29, 23),
                      datetime.datetime(2021, 6, 29, 0, 30, tzinfo=east), pandas.Timestamp("2021-06-29 12:00", tz="UTC"),
                      numpy.datetime64("2021-06-29T11")):
        article = coder.code("Iran attacked Israel on Monday.", published=published)
        assert article.published == datetime.date(2021, 6, 29)
        assert article.records[0].date == kronika.Date(day, day, "expression", "Monday")
    for nothing in (None, float("nan"), pandas.NaT, pandas.NA, numpy.datetime64("NaT")):
        assert coder.code("Iran attacked Israel.", published=nothing).published is None
    with pytest.raises(ValueError, match="of the form 2021-06-29"):
        coder.code("Iran attacked Israel.", published="29.6.2021")
    for wrong in (20210629, 1.5, ["2021-06-29"], True):
        with pytest.raises(TypeError, match="published is a date"):
            coder.code("Iran attacked Israel.", published=wrong)


@pytest.mark.parametrize("text, error", [(None, TypeError), (1, TypeError), (b"bytes", TypeError), (float("nan"), TypeError),
                                         (["a"], TypeError), ("a\ud800b", ValueError), ("", ValueError), (" \n", ValueError)])
def test_what_is_no_text(coder, text, error):
    with pytest.raises(error):
        coder.code(text)


def test_what_is_no_option(coder):
    for given in ({"title": 1}, {"id": b"a"}, {"id": True}, {"url": []}, {"publisher": {}}):
        with pytest.raises(TypeError):
            coder.code("Iran attacked Israel.", **given)
    with pytest.raises(ValueError, match="title: character 1 is a lone surrogate"):
        coder.code("Iran attacked Israel.", title="a\udfff")
    with pytest.raises(ValueError, match="there is no model"):
        kronika.Coder("slow")
    for given in ({"model": 1}, {"codebook": 1}, {"data": 1}, {"data": []}):
        with pytest.raises(TypeError):
            kronika.Coder(**given)
    with pytest.raises((ValueError, FileNotFoundError), match="nowhere"):
        kronika.Coder("fast", codebook="/nowhere")
    with pytest.raises(FileNotFoundError, match="codebook/ and models/"):
        kronika.Coder("fast", data="/")
    for threads, error in ((0, ValueError), (-1, ValueError), (10**9, ValueError), ("2", TypeError), (True, TypeError)):
        with pytest.raises(error):
            coder.code_many([], threads=threads)
    for items in ("text", b"text", {"text": "a"}, None, 1):
        with pytest.raises(TypeError):
            coder.code_many(items)


def test_broken_documents_cost_themselves(coder):
    class Thing:
        text, id, published = "Iran attacked Israel.", "thing", datetime.date(2021, 6, 29)

    items = [{"id": "a", "text": None}, "Iran attacked Israel.", {"id": 7, "text": "\ud800"}, {"id": "c"}, 5, None, b"x",
             {"id": "d", "text": float("nan")}, {"id": "e", "text": "", "title": "Iran attacked Israel"}, Thing(),
             {"id": "\udc00", "text": 5}, {"id": "f", "text": "Iran attacked Israel.", "published": "soon"}, "",
             {"id": "g", "html": "<html><body><p>Iran attacked Israel.</p></body></html>"},
             {"text": "Iran attacked Israel.", "title": None, "url": float("nan"), "other": object()}]
    outcomes = list(coder.code_many(items))
    assert len(outcomes) == len(items)
    good = {1, 8, 9, 13, 14}
    for index, outcome in enumerate(outcomes):
        if index in good:
            assert isinstance(outcome, kronika.Article), outcome
            assert outcome.records[0].event == "ASSAULT"
        else:
            assert isinstance(outcome, kronika.Failure) and outcome.index == index and outcome.reason, outcome
    assert [outcomes[index].id for index in (0, 2, 3, 4, 7, 10, 11, 12)] == ["a", "7", "c", None, "d", "?", "f", None]
    assert "2021-06-29" in outcomes[11].reason
    assert outcomes[9].id == "thing" and outcomes[9].published == Thing.published


def test_data_frames_as_documents(coder):
    columns = {"id": ["a", None, "c"], "text": ["Iran attacked Israel.", None, "Spain thanked Italy."],
               "published": [datetime.datetime(2021, 6, 29, 23), None, None], "title": [None, "Talks", float("nan")]}
    frame = pandas.DataFrame(columns)
    polars_frame = polars.DataFrame({**columns, "title": [None, "Talks", None]})
    table = pyarrow.table({**columns, "title": [None, "Talks", None]})
    for rows in (frame.to_dict("records"), frame.itertuples(), polars_frame.iter_rows(named=True), table.to_pylist()):
        first, second, third = coder.code_many(rows)
        assert (first.id, first.published, first.records[0].event) == ("a", datetime.date(2021, 6, 29), "ASSAULT")
        assert second == kronika.Failure(1, None, "a document has a text (or html), and this one has none")
        assert (third.published, third.title, third.records[0].event) == (None, None, "SUPPORT")
    assert list(coder.code_many(frame[:0].to_dict("records"))) == []
    without = list(coder.code_many(frame[["id", "title"]].to_dict("records")))  # the column of texts is missing
    assert [type(outcome) for outcome in without] == [kronika.Failure] * 3 and without[0].id == "a"
    numbered = pandas.DataFrame({"id": numpy.arange(2), "text": ["Iran attacked Israel."] * 2}).itertuples()
    assert [article.id for article in coder.code_many(numbered)] == ["0", "1"]
    assert coder.code("Iran attacked Israel.", id=numpy.int64(7)).id == "7"
    # Gone through, frames give their columns: never what is meant.
    for whole in (frame, polars_frame, table, frame[:0]):
        with pytest.raises(TypeError, match="rows"):
            coder.code_many(whole)
    assert [type(outcome) for outcome in coder.code_many(frame["text"])] == [kronika.Article, kronika.Failure, kronika.Article]


def test_other_languages_are_skipped(coder):
    article = coder.code("Der französische Präsident hat am Montag zwei russische Diplomaten des Landes verwiesen. "
                         "Das teilte das Außenministerium in Paris mit, wie die Agentur berichtet.")
    assert article.skipped == "language de" and len(article.records) == 0 and article.tokens == ()
    assert "language de" in article.to_html() and "language de" in repr(article)


def test_many_is_lazy_and_bounded(coder):
    read = itertools.count()
    most = [0]

    def documents():
        for number in read:
            most[0] = number + 1
            yield f"Iran attacked Israel {number} times."

    articles = coder.code_many(documents(), threads=2)
    assert most[0] == 0
    for number, article in zip(range(200), articles):
        assert str(number) in article.text
        assert most[0] <= number + 1 + 2 * 8 + 1
    articles.close()
    assert most[0] < 250


def test_errors_of_the_input_come_after_what_was_read(coder):
    def documents():
        yield "Iran attacked Israel."
        yield "France thanked Germany."
        raise OSError("the disk is gone")

    articles = coder.code_many(documents())
    assert next(articles).records[0].event == "ASSAULT"
    assert next(articles).records[0].event == "SUPPORT"
    with pytest.raises(OSError, match="the disk is gone"):
        next(articles)
    assert list(coder.code_many([])) == []


def test_threads_share_a_coder(coder, news):
    documents = [document for document in news if "text" in document]
    expected = lines_of(coder.code_many(documents, threads=1))
    found = [None] * 4

    def work(number):
        found[number] = lines_of(coder.code_many(documents, threads=2))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_the_interpreter_goes_on_while_a_text_is_coded(coder):
    text = "Iran attacked Israel on Monday, the army of Lebanon said in Beirut. " * 2000
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    ticker = threading.Thread(target=tick)
    ticker.start()
    started = time.monotonic()
    coder.code(text)
    ended = time.monotonic()
    done.set()
    ticker.join()
    during = [tick for tick in ticks if started < tick < ended]
    assert len(during) > (ended - started) / 0.005 / 10


INTERRUPTED = """
import itertools, kronika, sys
coder = kronika.Coder("fast")
print("ready", flush=True)
text = "Iran attacked Israel on Monday, the army of Lebanon said in Beirut. " * 100
try:
    for article in coder.code_many(itertools.repeat(text)):
        pass
except KeyboardInterrupt:
    print("interrupted", flush=True)
    sys.exit(7)
"""


def test_ctrl_c(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert child.stdout.readline() == "ready\n"
    time.sleep(1)
    child.send_signal(signal.SIGINT)
    started = time.monotonic()
    rest, _ = child.communicate(timeout=60)
    assert (rest, child.returncode) == ("interrupted\n", 7)
    assert time.monotonic() - started < 20


def test_an_open_generator_at_the_end_of_the_program(tmp_path):
    source = ("import itertools, kronika\ncoder = kronika.Coder('fast')\n"
              "articles = coder.code_many(itertools.repeat('Iran attacked Israel. ' * 200))\nprint(next(articles).id)")
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, timeout=120, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_relate(accurate):
    text = "🙂 France criticized Hungary on Monday."
    relation = accurate.relate(text, source=(2, 8), target=[(20, 27)])
    assert relation.event == "ACCUSE" and abs(sum(relation.scores.values()) - 1) < 1e-4
    assert relation.event == max(relation.scores, key=relation.scores.get)
    line = {"id": "", "text": text, "source": [{"start": 2, "end": 8}], "target": [{"start": 20, "end": 27}]}
    from conftest import program
    said = json.loads(program("relate", "-", stdin=json.dumps(line).encode()))
    assert said["event"] == relation.event
    assert accurate.relate("France criticized Hungary.").event
    with pytest.raises(ValueError, match="no code point"):
        accurate.relate(text, source=(0, 1000))
    for source in (5, (1,), ("a", "b"), [(1, 2, 3)], (1.5, 2)):
        with pytest.raises((TypeError, ValueError)):
            accurate.relate(text, source=source)
    with pytest.raises(TypeError):
        accurate.relate(None)
    with pytest.raises(ValueError, match="surrogate"):
        accurate.relate("\ud800")


def test_relate_needs_the_accurate_model(coder):
    with pytest.raises(FileNotFoundError, match="accurate"):
        coder.relate("France criticized Hungary.")


def test_a_coder_can_be_sent_to_another_process(coder):
    copy = pickle.loads(pickle.dumps(coder))
    assert copy.info == coder.info
    article = copy.code("Iran attacked Israel.")
    assert pickle.loads(pickle.dumps(article.records)) == article.records


def test_own_codebook_and_data(tmp_path, coder):
    codebook = tmp_path / "mine"
    shutil.copytree(ROOT / "data" / "codebook" / "plover", codebook)
    assert kronika.Coder("fast", codebook=codebook).code("Iran attacked Israel.").records[0].event == "ASSAULT"
    # One that extends the shipped one finds it in the data of the package, wherever it lies itself.
    (tmp_path / "kneeling.yaml").write_text(
        "name: kneeling\nextends: plover\ncategories:\n  - {name: PROTEST, modes: {kneel: ['149', -5]}}\ncategory: PROTEST\nsenses:\n"
        "  - {id: protest/kneel, mode: kneel, verbs: [kneel], actor: [subject], alone: true}\n")
    mine = kronika.Coder("fast", codebook=tmp_path / "kneeling.yaml")
    assert mine.info.codebook.startswith("kneeling (") and pickle.loads(pickle.dumps(mine)).info == mine.info
    text = "Students knelt in Minsk on Monday. Iran attacked Israel."
    assert [(record.event, record.mode) for record in mine.code(text).records] == [("PROTEST", ("kneel",)), ("ASSAULT", ())]
    assert [record.event for record in coder.code(text).records] == ["ASSAULT"]
    for wrong in ("nobody", "../plover"):
        (tmp_path / "wrong.yaml").write_text(f"extends: {wrong}\n")
        with pytest.raises(ValueError, match="wrong.yaml:1: there is no codebook"):
            kronika.Coder("fast", codebook=tmp_path / "wrong.yaml")
    data = os.path.join(os.path.dirname(kronika.__file__), "share", "kronika")
    assert kronika.Coder("fast", data=data).info == coder.info
