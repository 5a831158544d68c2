"""The code of docs/r.md, run by R against the program."""
import csv
import json
import os
import pathlib
import shutil
import subprocess

import kronika
from conftest import PROGRAM, ROOT, coded_by_program

# What R ends with: the objects that the manual made, as JSON.
TAIL = """
stopifnot(Encoding(articles$text[3]) %in% c("UTF-8", "unknown"))
words <- substring(articles$text[match(events$document, articles$id)], events$start + 1, events$end)
write_json(list(events = events[, c("id", "document", "event", "text", "start", "end")], words = words,
                starts = events$date$start, pairs = pairs, panel = panel, arrests = arrests), "found.json", na = "null")
"""


def manual_code():
    lines = (ROOT / "docs" / "r.md").read_text(encoding="utf-8").split("\n")
    return "\n".join(line[4:] for line in lines if line.startswith("    "))


def test_the_manual(tmp_path, news):
    assert shutil.which("Rscript"), "r-base-core is missing; ./dev python installs it"
    bin = tmp_path / "bin"
    bin.mkdir()
    (bin / "kronika").symlink_to(PROGRAM)
    # A link's target says where the data lies; the program asks the system for its own path.
    with open(tmp_path / "news.jsonl", "w", encoding="utf-8") as out:
        for document in news:
            out.write(json.dumps(document) + "\n")
    (tmp_path / "manual.R").write_text(manual_code() + TAIL, encoding="utf-8")
    environment = {**os.environ, "PATH": f"{bin}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["Rscript", "--vanilla", "manual.R"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))

    articles = [{"id": "a", "published": "2021-05-24", "text": "Turkish police arrested two editors in Ankara on Monday."},
                {"id": "b", "published": "2021-05-25", "text": "France and Germany imposed sanctions on Belarus."},
                {"id": "c", "text": "Outside a café in Zürich police arrested 30 protesters."}]
    expected = [json.loads(line) for line in coded_by_program(articles).splitlines()]
    assert [{name: record[name] for name in ("id", "document", "event", "text", "start", "end")} for record in expected] == found["events"]
    assert found["words"] == [record["text"] for record in expected]
    assert found["starts"][0] == "2021-05-24"
    assert {(pair["actor"], pair["recipient"]) for pair in found["pairs"] if pair["event"] == "SANCTION"} == {
        ("FRA GOV", "BLR GOV"), ("DEU GOV", "BLR GOV")}

    # The panel against the program's own table: a record counts once for a pair of countries in both.
    dyads = csv.DictReader(subprocess.run(
        [PROGRAM, "code", "news.jsonl", "--format", "dyads-month", "--model", "fast"], cwd=tmp_path, capture_output=True,
        text=True, check=False).stdout.splitlines())
    theirs = {(row["actor"], row["recipient"], row["period"]): (
        int(row["verbal_cooperation"]) + int(row["material_cooperation"]),
        int(row["verbal_conflict"]) + int(row["material_conflict"])) for row in dyads}
    ours = {(row["actor"], row["recipient"], row["month"]): (row["cooperation"], row["conflict"]) for row in found["panel"]}
    assert {key: value for key, value in ours.items() if any(value)} == {key: value for key, value in theirs.items() if any(value)}
    assert any(value == (0, 0) for value in ours.values())
    assert pathlib.Path(tmp_path / "chronicle.db").exists() and kronika.Store(tmp_path / "chronicle.db").count("mode:arrest") == len(found["arrests"])
