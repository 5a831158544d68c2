#!/usr/bin/env python3
"""Check the corpus and turn it into JSONL with offsets.

usage: data/corpus/build.py [--out FILE] [--part train|test] [--against GOLD.jsonl]... [--check-split] [--kept PATTERN]...
                            [--counts] [--show-chains] [FILES]

Reads data/corpus/documents/*.txt (or FILES; the form is explained in data/corpus/README.md), prints what is wrong by file and
line, and writes one JSON object a document, in the form of the event gold: offsets count code points of `text`.
--against names gold files with which no sentence may share a run of eight words.
--check-split refuses a country's year, or an author's series, that stands in both parts; --kept tries another split than
kept_for_test's. --counts prints the tables of the README. --show-chains prints each mention between its surrounding words.
"""
import argparse
import fnmatch
import glob
import json
import os
import re
import sys
from collections import Counter, defaultdict

import form
from form import Broken

KINDS = {"wire", "radio", "ministry", "local", "opinion", "liveblog", "interview", "headlines", "magazine", "transcript"}
NOWHERE = form.INTERNATIONAL - {"KOS"}  # codes that name no country
RUN = 8  # words that no two sentences may share
PRONOUNS = set("he she it they him her them his its their hers theirs who whose whom which himself herself itself themselves".split())
# Blocks of the Correlates of War numbers (the `cow` column of countries.tsv), and who has no such number.
REGIONS = [(200, "Americas"), (400, "Europe"), (600, "Africa south of the Sahara"), (700, "Middle East and North Africa"), (900, "Asia"),
           (1000, "Oceania")]
UNNUMBERED = {"HKG": "Asia", "PSE": "Middle East and North Africa", "VAT": "Europe"}


def runs(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + RUN]) for i in range(len(words) - RUN + 1)}


def sentence_ends(text):
    """Roughly: after end punctuation and space, or at the end of a line; "Mr. X" counts as an end."""
    return [end.end() for end in re.finditer(r"[.!?][\"”’')\]]*(?:\s|$)|[^.!?\s][\"”’')\]]*\n", text + "\n")]


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


def is_kept(document, kept):
    return any(fnmatch.fnmatch(os.path.basename(document.path), pattern) for pattern in kept)


def countries_of(row):
    """How many sides of its events name each country; international bodies and unknown countries are left out."""
    return Counter(country for event in row["events"] for side in ("actor", "recipient")
                   for country in {code[:3] for code in event[side]} - NOWHERE)


def main_country(row):
    counted = countries_of(row)
    return min(counted, key=lambda country: (-counted[country], country)) if counted else None


def split_problems(rows):
    """No country's year and no series of ids (an author's) may be in both parts. `rows` are (document, row)."""
    years, series = defaultdict(list), defaultdict(list)
    for document, row in rows:
        country = main_country(row)
        if country:
            years[country, row["published"][:4]].append((document, row))
        series[row["id"].rpartition("-")[0]].append((document, row))
    for (country, year), together in sorted(years.items()):
        trained = [row["id"] for _, row in together if row["part"] == "train"]
        for document, row in together:
            if row["part"] == "test" and trained:
                yield f"{document.path}:{document.line}: {row['id']}, kept for testing, is about {country} in {year}, as is {', '.join(trained)}"
    for name, together in sorted(series.items()):
        files = {part: sorted({os.path.basename(document.path) for document, row in together if row["part"] == part}) for part in ("train", "test")}
        if files["train"] and files["test"]:
            yield f"the series {name} is in both parts: {files['test'][0]} is kept for testing, {files['train'][0]} is not"


def regions():
    """The region of each country, by its Correlates of War number."""
    found = dict(UNNUMBERED)
    with open(form.COUNTRIES, encoding="utf-8") as countries:
        for cells in (line.split("\t") for line in countries):
            if len(cells) > 8 and cells[8].isdigit():
                found[cells[0]] = next(name for end, name in REGIONS if int(cells[8]) < end)
    return found


def with_event(row):
    """How many sentences of the document report an event."""
    ends = sentence_ends(row["text"])
    told = set()
    for event in row["events"]:
        starts = [event["start"]] + [row["text"].find(words) for words in event["mentions"]]
        told.update(sum(end <= start for end in ends) for start in starts)
    return len(told)


def print_counts(rows, ontology):
    """The tables of the README."""
    def table(title, counted):
        print(f"\n{title}: " + ", ".join(f"{name} {number}" for name, number in counted))

    for part in ("train", "test"):
        chosen = [row for row in rows if row["part"] == part]
        sentences = sum(len(sentence_ends(row["text"])) for row in chosen)
        silent = sentences - sum(with_event(row) for row in chosen)
        events = [event for row in chosen for event in row["events"]]
        print(f"{part}: {len(chosen)} documents, about {sentences} sentences ({silent / max(1, sentences):.0%} of them without an event), "
              f"{len(events)} events ({sum(not event['required'] for event in events)} optional), "
              f"{sum(len(row['chains']) for row in chosen)} chains with {sum(len(chain['mentions']) for row in chosen for chain in row['chains'])} mentions")
    events = [event for row in rows for event in row["events"]]
    categories = Counter(event["event"] for event in events)
    table("Categories", [(name, categories[name]) for name in sorted(ontology.modes)])
    modes = Counter((event["event"], event["mode"]) for event in events)
    for name in sorted(ontology.modes):
        if ontology.modes[name]:
            table(name, [(mode, modes[name, mode]) for mode in sorted(ontology.modes[name])] + [("no mode", modes[name, None])])
    table("Factuality", Counter(event["factuality"] for event in events).most_common())
    filled = [("attribution", sum(event["attribution"] is not None for event in events)), ("date", sum(event["date"] is not None for event in events)),
              ("place", sum(event["place"] is not None for event in events)), ("actor", sum(bool(event["actor"]) for event in events)),
              ("recipient", sum(bool(event["recipient"]) for event in events)), ("context", sum(bool(event["context"]) for event in events))]
    table("Events that give", filled)
    table("Contexts", Counter(context for event in events for context in event["context"]).most_common())
    table("Kinds (documents)", Counter(row["kind"] for row in rows).most_common())
    table("Years (documents)", sorted(Counter(row["published"][:4] for row in rows).items()))
    region = regions()
    table("Regions (documents, by main country)", Counter(region.get(main_country(row), "none") for row in rows).most_common())
    table("Countries (documents, by main country)", Counter(main_country(row) or "none" for row in rows).most_common())


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
        row["part"] = "test" if is_kept(document, kept) else "train"
        problems += [f"{document.path}:{line}: {why}" for line, why in wrong]
        rows.append((document, row))
    if arguments.check_split:
        problems += split_problems(rows)
    rows = [row for _, row in rows if arguments.part in (None, row["part"])]
    for problem in problems:
        print(problem, file=sys.stderr)
    events = [event for row in rows for event in row["events"]]
    print(f"{len(rows)} documents, about {sum(len(sentence_ends(row['text'])) for row in rows)} sentences, {len(events)} events, "
          f"{len(problems)} problems", file=sys.stderr)
    if arguments.counts:
        print_counts(rows, ontology)
    if arguments.show_chains:
        for row in rows:
            print_chains(row)
    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
