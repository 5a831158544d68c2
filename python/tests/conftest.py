"""What the tests of the package share. They run against the installed package, never the source folder."""
import json
import os
import pathlib
import subprocess

import pytest

import kronika

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.fspath(pathlib.Path(kronika.__file__).parent / "bin" / "kronika")


@pytest.fixture(scope="session")
def coder():
    return kronika.Coder("fast")


@pytest.fixture(scope="session")
def accurate():
    return kronika.Coder("accurate")


def program(*arguments, stdin=b""):
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout


def coded_by_program(documents, model="fast"):
    lines = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    return program("code", "-", "--from", "jsonl", "--format", "jsonl", "--model", model, stdin=lines.encode())


def read_cases():
    """The texts of tests/cases (docs/case.md) as documents."""
    documents = []
    for path in sorted((ROOT / "tests" / "cases").glob("*.case")):
        document, in_text = {}, False
        for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
            key, _, value = line.strip().partition(" ")
            if not key:
                if "text" in document or "title" in document:
                    documents.append({"id": f"case-{len(documents)}", **document})
                document, in_text = {}, False
            elif line[0] == "#":
                continue
            elif line[0] in " \t" and in_text:
                document["text"] += "\n" + line.strip()
            elif key == "text":
                document["text"] = document["text"] + "\n\n" + value.strip() if "text" in document else value.strip()
                in_text = True
            elif key in ("title", "published"):
                document[key] = value.strip()
            else:
                in_text = False
    return [{"text": "", **document} for document in documents]


@pytest.fixture(scope="session")
def cases():
    documents = read_cases()
    assert len(documents) > 30
    return documents


@pytest.fixture(scope="session")
def news():
    """A few articles of some length: the samples, and the corpus's documents."""
    with open(ROOT / "examples" / "briefs.jsonl", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    for path in sorted((ROOT / "data" / "corpus" / "documents").glob("wr1-*.txt"))[:6]:
        documents.append({"id": path.stem, "text": path.read_text(encoding="utf-8"), "published": "2021-06-29"})
    return documents
