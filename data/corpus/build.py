#!/usr/bin/env python3
"""Check the corpus and turn it into JSONL with offsets.

usage: data/corpus/build.py [--out FILE] [--part train|test] [--against GOLD.jsonl]... [--check-split] [--kept PATTERN]...
                            [--counts] [--show-chains] [FILES]

Reads data/corpus/documents/*.txt (or FILES; the form is explained in data/corpus/README.md), prints what is wrong by file and
line, and writes one JSON object a document, in the form of the event gold: offsets count code points of `text`.
--against names gold files with which no sentence may share a run of eight words.
--check-split refuses a country's year, or an author's series, that stands in both parts; --kept tries another split than
kept_for_test's. --counts prints the tables of counts.md. --show-chains prints each mention between its surrounding words.
"""
import argparse
import glob
import json
import re
import sys
from collections import defaultdict

import counts
import form
import split
from form import Broken

KINDS = {"wire", "radio", "ministry", "local", "opinion", "liveblog", "interview", "headlines", "magazine", "transcript"}
RUN = 8  # words that no two sentences may share
PRONOUNS = set("he she it they him her them his its their hers theirs who whose whom which himself herself itself themselves".split())


def runs(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + RUN]) for i in range(len(words) - RUN + 1)}


def header_problems(document):
    if document.fields.get("kind") not in KINDS:
        yield f"kind must be one of {', '.join(sorted(KINDS))}"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", document.fields.get("published", "")):
        yield "published must be a day"
    if "[" in document.text:
        yield "the text holds a square bracket"


def row_of(document, ontology):
    """(the document as it is written out, problems as (line, why))."""
    problems, events, chains = [], [], []
    for raw in document.events:
        try:
            events.append((raw["line"], form.event_of(document.text, raw, ontology)))
        except (Broken, ValueError) as reason:
            problems.append((raw["line"], reason))
    for raw in document.chains:
        chain, wrong = form.chain_of(document.text, raw, ontology)
        chains.append((raw["line"], chain))
        problems += wrong
    if chains and not problems:
        problems += chain_problems(document.text, events, chains)
    row = {"id": document.id, "title": document.fields.get("title"), "published": document.fields.get("published"),
           "text": document.text, "origin": "written for this corpus, CC BY 4.0", "kind": document.fields.get("kind"), "part": None,
           "chains": [chain for _, chain in chains], "events": sorted((event for _, event in events), key=lambda event: event["start"])}
    return row, problems


def chain_problems(text, events, chains):
    """Mentions that stand in two chains or within one another, and parties that no chain holds."""
    taken = {}
    for line, chain in chains:
        before = None
        for mention in chain["mentions"]:
            span = mention["start"], mention["end"]
            words = text[span[0]:span[1]]
            if span in taken:
                yield line, f"[{words}] is a mention of the chain of line {taken[span]} too"
            taken[span] = line
            if before and span[0] < before[1] and words.lower() not in PRONOUNS:
                yield line, f"[{words}] lies within [{text[before[0]:before[1]]}]; say which occurrence is meant: [{words}]#2"
            before = span
    for line, event in events:
        for span in event["actor_spans"] + event["recipient_spans"]:
            holding = [chain for _, chain in chains for mention in chain["mentions"]
                       if (mention["start"] <= span["start"] and span["end"] <= mention["end"])
                       or (span["start"] <= mention["start"] and mention["end"] <= span["end"])]
            words = text[span["start"]:span["end"]]
            if not holding:
                yield line, f"no chain holds the party [{words}]"
            elif not any(left[:3] == right[:3] for chain in holding for left in chain["codes"] for right in span["codes"]):
                yield line, f"the party [{words}] is {'/'.join(span['codes'])}, its chain {'/'.join(holding[0]['codes'])}"


def print_chains(row):
    """Each mention between the words round it, under its chain."""
    text = re.sub(r"\s", " ", row["text"])
    print(f"{row['id']} {row['title']}")
    for chain in row["chains"]:
        print(f"  {'/'.join(chain['codes'])}")
        for mention in chain["mentions"]:
            left, right = text[:mention["start"]][-40:], text[mention["end"]:][:40]
            print(f"    {left:>40}[{text[mention['start']:mention['end']]}]{right}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--out")
    parser.add_argument("--part", choices=["train", "test"])
    parser.add_argument("--against", action="append", default=[])
    parser.add_argument("--check-split", action="store_true")
    parser.add_argument("--kept", action="append", metavar="PATTERN")
    parser.add_argument("--counts", action="store_true")
    parser.add_argument("--show-chains", action="store_true")
    arguments = parser.parse_args()
    ontology = form.Ontology()
    kept = arguments.kept
    if not kept:
        with open(f"{form.HERE}/kept_for_test", encoding="utf-8") as lines:
            kept = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    documents, problems = [], []
    for path in arguments.files or sorted(glob.glob(f"{form.HERE}/documents/*.txt")):
        found, wrong = form.read(path, ontology)
        documents += found
        problems += wrong
    foreign = {}
    for path in arguments.against:
        with open(path, encoding="utf-8") as golds:
            for gold in map(json.loads, golds):
                foreign.update((run, gold["id"]) for run in runs(gold["text"]))
    seen, ids, rows = defaultdict(set), set(), []
    for document in documents:
        where = f"{document.path}:{document.line}"
        problems += [f"{where}: {why}" for why in header_problems(document)]
        if document.id in ids:
            problems.append(f"{where}: the id {document.id} stands twice")
        ids.add(document.id)
        for run in runs(document.text):
            if seen[run]:
                problems.append(f"{where}: shares a run of {RUN} words with {min(seen[run])}: {run}")
            if run in foreign:
                problems.append(f"{where}: shares a run of {RUN} words with gold {foreign[run]}: {run}")
            seen[run].add(document.id)
        row, wrong = row_of(document, ontology)
        row["part"] = "test" if split.is_kept(document, kept) else "train"
        problems += [f"{document.path}:{line}: {why}" for line, why in wrong]
        rows.append((document, row))
    if arguments.check_split:
        problems += split.problems(rows)
    rows = [row for _, row in rows if arguments.part in (None, row["part"])]
    for problem in problems:
        print(problem, file=sys.stderr)
    events = [event for row in rows for event in row["events"]]
    print(f"{len(rows)} documents, about {sum(len(form.sentence_ends(row['text'])) for row in rows)} sentences, {len(events)} events, "
          f"{len(problems)} problems", file=sys.stderr)
    if arguments.counts:
        print(counts.tables(rows, ontology))
    if arguments.show_chains:
        for row in rows:
            print_chains(row)
    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
