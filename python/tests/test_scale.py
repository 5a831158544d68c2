"""The ways of docs/scale.md, run small: the job of a scheduler, and entries joined over windows of days."""
import datetime
import json
import os
import random
import re
import subprocess
import textwrap

import pyarrow.dataset

import kronika
from conftest import PROGRAM, ROOT, program
from test_read import TEXTS, page

MANUAL = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def block(first):
    """The indented block of the manual that begins with a line."""
    lines = MANUAL[MANUAL.index(first):].split("\n")
    end = next(index for index, line in enumerate(lines) if line and not line.startswith("    "))
    return textwrap.dedent("\n".join(lines[:end]))


def test_the_job_of_a_scheduler(tmp_path):
    script = block("      #!/bin/bash")
    (tmp_path / "files").mkdir()
    (tmp_path / "records").mkdir()
    for number in range(3):
        (tmp_path / "files" / f"crawl-{number}.warc.gz").write_bytes(b"".join(page(text, number) for text in TEXTS[number:number + 2]))
    (tmp_path / "files" / "broken.warc.gz").write_bytes(page(TEXTS[5], 5)[:-40])
    names = sorted(os.listdir(tmp_path / "files"))
    (tmp_path / "files.txt").write_text("".join(f"files/{name}\n" for name in names))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kronika").symlink_to(PROGRAM)
    expected = {name.replace(".warc.gz", ".jsonl"): program("code", str(tmp_path / "files" / name), "--model", "fast", "--format", "jsonl")
                for name in names}

    def run(task):
        environment = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "SLURM_ARRAY_TASK_ID": str(task)}
        subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, check=True)

    def found():
        return {name: (tmp_path / "records" / name).read_bytes() for name in os.listdir(tmp_path / "records") if name.endswith(".jsonl")}

    for task in range(6):
        run(task)
    assert found() == expected and expected["crawl-0.jsonl"]
    assert not [name for name in os.listdir(tmp_path / "records") if name.endswith(".tmp")]
    before = os.stat(tmp_path / "records" / "crawl-0.jsonl").st_mtime_ns
    (tmp_path / "records" / "crawl-1.jsonl").unlink()  # as if its task had died
    (tmp_path / "records" / "crawl-1.jsonl.tmp").write_text("half")
    for task in range(6):
        run(task)
    assert found() == expected and os.stat(tmp_path / "records" / "crawl-0.jsonl").st_mtime_ns == before


def test_the_job_in_python(coder, tmp_path):
    path = tmp_path / "crawl-000123.warc.gz"
    path.write_bytes(b"".join(page(text, number) for number, text in enumerate(TEXTS)))
    source = block("    import kronika\n    coder").replace("crawl-000123.warc.gz", str(path)).replace("/data/events", str(tmp_path / "events"))
    for _ in range(2):
        exec(source, {})
        days = pyarrow.dataset.partitioning(pyarrow.schema([("published", pyarrow.string())]), flavor="hive")  # no page has one
        table = pyarrow.dataset.dataset(tmp_path / "events", partitioning=days).to_table()
        assert sorted(table["id"].to_pylist()) == sorted(record.id for record in kronika.Records(coder.code_many(kronika.read(path))))
    assert (tmp_path / "events" / "_parts" / "crawl-000123.json").exists()


def test_entries_joined_over_windows(tmp_path):
    made = random.Random(7)
    day = datetime.date(2021, 6, 1)
    pairs = [("Iran", "Israel"), ("Russia", "Ukraine"), ("Turkey", "Syria"), ("India", "Pakistan")]
    places = ["a market", "a bridge", "the port", "a power station", "two villages", "an airfield near the coast"]
    articles = []
    for number in range(60):
        attacker, attacked = made.choice(pairs)
        place = made.choice(places)
        began = day + datetime.timedelta(days=made.randrange(20))
        for report in range(made.randrange(1, 4)):  # the same told again within two days
            articles.append({"id": f"a{number}-{report}", "published": str(began + datetime.timedelta(days=made.randrange(3))),
                             "text": f"{attacker} bombed {place} in {attacked}, officials said, and {number % 9 + 2} people were killed there."})

    def entries(chosen, name):
        lines = "".join(json.dumps(article) + "\n" for article in chosen).encode()
        out = program("code", "-", "--from", "jsonl", "--format", "entries", "--model", "fast", stdin=lines)
        (tmp_path / name).write_bytes(out)
        return tmp_path / name

    names = {}
    exec(block("    import json\n\n    def join"), names)
    window, overlap = 4, 2
    windows = []
    for start in range(0, 22, window):
        first, last = str(day + datetime.timedelta(days=start)), str(day + datetime.timedelta(days=start + window + overlap - 1))
        windows.append(entries([article for article in articles if first <= article["published"] <= last], f"entries-{start}.jsonl"))
    whole = names["join"]([entries(articles, "all.jsonl")])
    assert names["join"](windows) == whole
    assert max(map(len, whole)) > 2 and len(whole) > 3
    alone = {tuple(records) for path in windows for records in names["join"]([path])}
    assert not set(map(tuple, whole)) <= alone  # some lie over the border of a window


def test_figures_follow_from_the_rate():
    """The table is the formula of the page with its own rate: nobody has to reckon it again by hand."""
    rate = float(re.search(r"\*v\* = ([0-9.]+) MB/s", MANUAL)[1]) * 1e6
    hours = 3.4e12 / (3600 * rate)
    fast = re.search(r"\| fast coder \| [^|]*\| ([0-9,]+) core hours", MANUAL)[1]
    assert abs(float(fast.replace(",", "")) - hours) < 0.02 * hours
    minutes = re.search(r"\| a file of 70 MB of text on one core \| [^|]*\| ([0-9.]+) minutes", MANUAL)[1]
    assert abs(float(minutes) - 70e6 / rate / 60) < 0.5
