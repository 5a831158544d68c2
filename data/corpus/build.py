#!/usr/bin/env python3
"""Check the corpus and turn it into JSONL with offsets.

usage: data/corpus/build.py [--out FILE] [--part train|test] [--against GOLD.jsonl]... [FILES]

Reads data/corpus/documents/*.txt (or FILES; the form is explained in data/corpus/README.md), prints what is wrong by file and
line, and writes one JSON object a document, in the form of the event gold: offsets count code points of `text`.
--against names gold files with which no sentence may share a run of eight words.
"""
import argparse
import glob
import json
import os
import re
import sys
from collections import Counter, defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
CODEBOOK = f"{HERE}/../codebook/plover/plover.yaml"
COUNTRIES = f"{HERE}/../actors/countries.tsv"
KINDS = {"wire", "radio", "ministry", "local", "opinion", "liveblog", "interview", "headlines", "magazine", "transcript"}
FACTUALITIES = {"asserted", "negated", "future", "hypothetical", "historical"}
INTERNATIONAL = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC", "KOS", "---"}
SECTORS = set("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())
RUN = 8  # words that no two sentences may share


def ontology():
    """Modes by category, and the contexts, read from the codebook's own file."""
    text = open(CODEBOOK, encoding="utf-8").read()
    categories, contexts = {}, set()
    for entry in re.split(r"\n  - ", text):
        name = re.match(r"\{?name: ([A-Z]+)\b", entry)
        if name:
            modes = entry.split("modes:", 1)[1] if "modes:" in entry else ""
            categories[name.group(1)] = set(re.findall(r"([a-z-]+): \[\"", modes))
        context = re.match(r"\{name: ([a-z_]+),", entry)
        if context:
            contexts.add(context.group(1))
    return categories, contexts


def country_codes():
    codes = set(INTERNATIONAL)
    for line in open(COUNTRIES, encoding="utf-8"):
        cells = line.split("\t")
        codes.update(cell for cell in cells[:3] if re.fullmatch(r"[A-Z]{3}", cell))
    return codes


class Broken(Exception):
    pass


class Document:
    def __init__(self, path):
        self.path, self.fields, self.text, self.events = path, {}, "", []


def bracketed(value):
    """[("words", occurrence, code or None)] of `[words]#2 = BLR GOV, [more words]`."""
    items = re.findall(r"\[([^\]]+)\](?:#(\d+))?(?:\s*=\s*([A-Z-]{3}(?: [A-Z]{3})*(?:/[A-Z-]{3}(?: [A-Z]{3})*)*))?", value)
    if not items or re.sub(r"\[[^\]]+\](#\d+)?(\s*=\s*[A-Z/ -]+)?", "", value).strip(", "):
        raise Broken(f"not words in brackets: {value}")
    return [(words, int(number or 1), code.split("/") if code else None) for words, number, code in items]


def locate(text, words, number):
    at = -1
    for _ in range(number):
        at = text.find(words, at + 1)
        if at < 0:
            raise Broken(f"the text does not hold [{words}]" + (f" {number} times" if number > 1 else ""))
    end = at + len(words)
    if (at > 0 and text[at - 1].isalnum() and text[at].isalnum()) or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum()):
        raise Broken(f"[{words}] lies inside a word: {text[max(0, at - 10):end + 10]!r}; say which occurrence is meant: [{words}]#2")
    return at, end


def read(path, known):
    """One file holds any number of documents, each begun by a line `id …`."""
    documents, document, event, in_text = [], None, None, False
    problems = []
    for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
        try:
            key, _, value = line.strip().partition(" ")
            value = value.strip()
            if line.startswith("id ") and not line.startswith("  "):
                document, event, in_text = Document(path), None, False
                document.fields["id"] = value
                document.line = number
                documents.append(document)
            elif document is None:
                if line.strip() and not line.startswith("#"):
                    raise Broken("a document begins with `id`")
            elif line.startswith("event ") and (in_text or event is not None or document.text):
                in_text = False
                parts = value.split()
                event = {"line": number, "event": parts[0], "mode": parts[1] if len(parts) > 1 else None}
                if parts[0] not in known[0]:
                    raise Broken(f"no category {parts[0]}")
                if event["mode"] and event["mode"] not in known[0][parts[0]]:
                    raise Broken(f"{parts[0]} has no mode {event['mode']}")
                document.events.append(event)
            elif in_text:
                document.text += line + "\n"
            elif line.strip() == "text":
                in_text = True
            elif event is None and line.strip() and not line.startswith(" "):
                document.fields[key] = value
            elif event is not None and line.startswith(" "):
                event[key] = value if value else True
            elif line.strip():
                raise Broken(f"not understood: {line}")
        except Broken as reason:
            problems.append(f"{path}:{number}: {reason}")
    for document in documents:
        document.text = document.text.strip("\n")
    return documents, problems


def party(text, value, codes):
    """(codes, spans) of a side. Several codes of one party are separated by a slash."""
    if value in (None, True, "none"):
        return [], []
    all_codes, spans = [], []
    for words, number, given in bracketed(value) if value.startswith("[") else [(None, 1, value.split("/"))]:
        if not given:
            raise Broken(f"no code for [{words}]")
        for code in given:
            head, *sectors = code.strip().split()
            if head not in codes:
                raise Broken(f"no country {head}")
            for sector in sectors:
                if sector not in SECTORS:
                    raise Broken(f"no sector {sector}")
            if code.strip() not in all_codes:
                all_codes.append(code.strip())
        if words:
            start, end = locate(text, words, number)
            spans.append({"start": start, "end": end, "codes": [code.strip() for code in given]})
    return all_codes, spans


def event_of(document, raw, known, codes):
    text = document.text
    if "words" not in raw:
        raise Broken("an event has no words")
    (words, number, _), = bracketed(raw["words"])
    start, end = locate(text, words, number)
    alternatives = raw.get("or", "").split(", ") if raw.get("or") else []
    for name in alternatives:
        if name not in known[0]:
            raise Broken(f"no category {name}")
    modes = [raw["mode"]] + (raw["or-mode"].split(", ") if raw.get("or-mode") else [])
    contexts = raw.get("context", "").split(", ") if raw.get("context") else []
    for context in contexts:
        if context not in known[1]:
            raise Broken(f"no context {context}")
    actor, actor_spans = party(text, raw.get("actor"), codes)
    recipient, recipient_spans = party(text, raw.get("recipient"), codes)
    factuality = raw.get("factuality", "asserted")
    if factuality not in FACTUALITIES:
        raise Broken(f"no factuality {factuality}")
    date = raw.get("date")
    if date in ("none", True):
        date = None
    if date and not re.fullmatch(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?", date):
        raise Broken(f"not a date: {date}")
    place = raw.get("place")
    if place in ("none", True):
        place = None
    if place and place.rpartition(", ")[2] not in codes:
        raise Broken(f"not a place with its country: {place}")
    attribution = raw.get("attribution")
    if attribution in ("none", True):
        attribution = None
    if attribution:
        (attribution, which, _), = bracketed(attribution)
        locate(text, attribution, which)
    mentions = []
    for again, which, _ in bracketed(raw["also"]) if raw.get("also") else []:
        locate(text, again, which)
        mentions.append(again)
    return {"event": raw["event"], "event_ok": [raw["event"], *alternatives], "mode": raw["mode"],
            "mode_ok": [None if mode == "none" else mode for mode in modes], "context": contexts, "actor": actor, "recipient": recipient,
            "actor_spans": actor_spans, "recipient_spans": recipient_spans, "anchor": words, "start": start, "end": end,
            "mentions": mentions, "date": date, "place": place, "factuality": factuality, "attribution": attribution,
            "required": "optional" not in raw}


def runs(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + RUN]) for i in range(len(words) - RUN + 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--out")
    parser.add_argument("--part", choices=["train", "test"])
    parser.add_argument("--against", action="append", default=[])
    arguments = parser.parse_args()
    known, codes = ontology(), country_codes()
    with open(f"{HERE}/kept_for_test", encoding="utf-8") as lines:
        kept = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    documents, problems = [], []
    for path in arguments.files or sorted(glob.glob(f"{HERE}/documents/*.txt")):
        found, wrong = read(path, known)
        documents += found
        problems += wrong
    seen, ids = defaultdict(set), set()
    foreign = {}
    for path in arguments.against:
        for line in open(path, encoding="utf-8"):
            gold = json.loads(line)
            for run in runs(gold["text"]):
                foreign[run] = gold["id"]
    rows, counts, modes = [], Counter(), Counter()
    for document in documents:
        name = document.fields["id"]
        where = f"{document.path}:{document.line}"
        if name in ids:
            problems.append(f"{where}: the id {name} stands twice")
        ids.add(name)
        if document.fields.get("kind") not in KINDS:
            problems.append(f"{where}: kind must be one of {', '.join(sorted(KINDS))}")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", document.fields.get("published", "")):
            problems.append(f"{where}: published must be a day")
        if "[" in document.text:
            problems.append(f"{where}: the text holds a square bracket")
        for run in runs(document.text):
            if seen[run]:
                problems.append(f"{where}: shares a run of {RUN} words with {min(seen[run])}: {run}")
            if run in foreign:
                problems.append(f"{where}: shares a run of {RUN} words with gold {foreign[run]}: {run}")
            seen[run].add(name)
        events = []
        for raw in document.events:
            try:
                events.append(event_of(document, raw, known, codes))
                counts[raw["event"]] += 1
                modes[f"{raw['event']} {raw['mode']}"] += 1
            except (Broken, ValueError) as reason:
                problems.append(f"{document.path}:{raw['line']}: {reason}")
        part = "test" if os.path.basename(document.path) in kept else "train"
        if arguments.part and part != arguments.part:
            continue
        rows.append({"id": name, "title": document.fields.get("title"), "published": document.fields.get("published"),
                     "text": document.text, "origin": "written for this corpus, CC BY 4.0", "kind": document.fields.get("kind"),
                     "part": part, "events": sorted(events, key=lambda event: event["start"])})
    for problem in problems:
        print(problem, file=sys.stderr)
    sentences = sum(len(re.findall(r"[.!?][\"”’')\]]*(?:\s|$)|[^.!?\s][\"”’')\]]*\n", row["text"] + "\n")) for row in rows)
    print(f"{len(rows)} documents, about {sentences} sentences, {sum(len(row['events']) for row in rows)} events, {len(problems)} problems", file=sys.stderr)
    print("  " + "  ".join(f"{name} {counts[name]}" for name in sorted(known[0])), file=sys.stderr)
    missing = [f"{name} {mode}" for name in sorted(known[0]) for mode in sorted(known[0][name]) if modes[f"{name} {mode}"] < 15]
    print(f"  modes under 15: {', '.join(missing)}", file=sys.stderr)
    if arguments.out:
        with open(arguments.out, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
