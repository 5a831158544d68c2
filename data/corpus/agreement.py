#!/usr/bin/env python3
"""How far the second annotation of a tenth of the corpus agrees with the first.

usage: data/corpus/agreement.py [--data ../shared] [--only PATTERN]... [--disagreements] [--texts]

The second annotation (second/*.txt) has the form of the first without the texts, which are taken from it by their ids. Prints, by the
scorer of the event gold: the second annotation scored as a coder is, against the first; how many of the events that one holds
for certain the other has too (for certain or optional); and Cohen's kappa of the category over events whose words overlap.
--only "wt*": of documents with such ids alone. --disagreements lists what differs instead, for review. --texts prints the texts without
their events, for one more annotator.
"""
import argparse
import fnmatch
import glob
import json
import subprocess
import sys
import tempfile
from collections import Counter

import form


def share(left, right):
    """The common characters of two spans, as a share of all that they cover."""
    return max(0.0, (min(left[1], right[1]) - max(left[0], right[0])) / (max(left[1], right[1]) - min(left[0], right[0])))


def mentions(text, event):
    places = [(text.find(words), len(words)) for words in event["mentions"]]
    return [(event["start"], event["end"])] + [(at, at + length) for at, length in places]


def pairs(text, firsts, seconds):
    """Events of both sides one to one: those first whose words overlap most, then by their other mentions."""
    ranked = []
    for i, first in enumerate(firsts):
        for j, second in enumerate(seconds):
            words = share((first["start"], first["end"]), (second["start"], second["end"]))
            again = max(share(left, right) for left in mentions(text, first) for right in mentions(text, second))
            if again:
                ranked.append((-words, -again, first["event"] != second["event"], i, j))
    paired = {}
    for *_, i, j in sorted(ranked):
        if i not in paired and j not in paired.values():
            paired[i] = j
    return paired


def kappa(labels):
    """Cohen's kappa of [(first's label, second's label)]."""
    agreed = sum(left == right for left, right in labels) / len(labels)
    lefts, rights = Counter(left for left, _ in labels), Counter(right for _, right in labels)
    chance = sum(lefts[name] * rights[name] for name in lefts) / len(labels) ** 2
    return (agreed - chance) / (1 - chance)


def score(scorer, texts, golds, coded):
    """The scorer's figures with `golds` as the gold and `coded` as a coder's records; both are {id: events}."""
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/gold.jsonl", "w", encoding="utf-8") as out:
            out.writelines(json.dumps({"id": name, "text": texts[name], "events": events}) + "\n" for name, events in golds.items())
        with open(f"{folder}/records.jsonl", "w", encoding="utf-8") as out:
            for name, events in coded.items():
                for event in events:
                    record = {"document": name, **event, "mentions": []}
                    if event["place"]:
                        place, _, country = event["place"].rpartition(", ")
                        record["place"] = {"name": place, "country": country}
                    out.write(json.dumps(record) + "\n")
        done = subprocess.run([sys.executable, scorer, f"{folder}/gold.jsonl", f"{folder}/records.jsonl", "--json"], capture_output=True,
                              text=True, check=True)
        return json.loads(done.stdout)


def certain(annotation):
    return {name: [event for event in events if event["required"]] for name, events in annotation.items()}


def told(event):
    sides = " -> ".join("/".join(event[side]) or "nobody" for side in ("actor", "recipient"))
    return f"{event['event']} {event['mode'] or ''} {sides}{'' if event['required'] else ' (optional)'}"


def print_disagreements(texts, firsts, seconds):
    for name, text in texts.items():
        print(name)
        paired = pairs(text, firsts[name], seconds[name])
        for i, first in enumerate(firsts[name]):
            if i not in paired:
                print(f"  first only   [{first['anchor']}] {told(first)}")
                continue
            second = seconds[name][paired[i]]
            fields = [field for field in ("mode", "date", "place", "factuality", "attribution") if first[field] != second[field]]
            sides = any({code[:3] for code in first[side]} != {code[:3] for code in second[side]} for side in ("actor", "recipient"))
            if first["event"] != second["event"] or sides or fields:
                values = "; ".join(f"{field}: {first[field]} | {second[field]}" for field in fields)
                print(f"  both         [{first['anchor']}] {told(first)} | {told(second)}; {values}")
        for j, second in enumerate(seconds[name]):
            if j not in paired.values():
                print(f"  second only  [{second['anchor']}] {told(second)}")


def annotation(sources, texts, ontology):
    """({id: events}, problems) of the documents that `texts` names."""
    found, problems = {}, []
    for path in sources:
        documents, wrong = form.read(path, ontology)
        problems += wrong
        for document in documents:
            if document.id not in texts:
                continue
            found[document.id] = []
            for raw in document.events:
                try:
                    found[document.id].append(form.event_of(texts[document.id], raw, ontology))
                except (form.Broken, ValueError) as reason:
                    problems.append(f"{path}:{raw['line']}: {reason}")
    return found, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=f"{form.HERE}/../../../shared")
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN")
    parser.add_argument("--disagreements", action="store_true")
    parser.add_argument("--texts", action="store_true")
    arguments = parser.parse_args()
    ontology = form.Ontology()
    sources = {part: sorted(glob.glob(f"{form.HERE}/{part}/*.txt")) for part in ("documents", "second")}
    chosen = {document.id for path in sources["second"] for document in form.read(path, ontology)[0]
              if not arguments.only or any(fnmatch.fnmatch(document.id, pattern) for pattern in arguments.only)}
    documents = {document.id: document for path in sources["documents"] for document in form.read(path, ontology)[0] if document.id in chosen}
    if chosen - set(documents):
        sys.exit(f"documents/ holds no {', '.join(sorted(chosen - set(documents)))}")
    texts = {name: document.text for name, document in documents.items()}
    if arguments.texts:
        for name, document in documents.items():
            heads = "".join(f"{key} {value}\n" for key, value in document.fields.items())
            print(f"{heads}\ntext\n{document.text}\n")
        return 0
    firsts, problems = annotation(sources["documents"], texts, ontology)
    seconds, wrong = annotation(sources["second"], texts, ontology)
    for problem in problems + wrong:
        print(problem, file=sys.stderr)
    if problems or wrong:
        return 1
    if arguments.disagreements:
        print_disagreements(texts, firsts, seconds)
        return 0
    scorer = f"{arguments.data}/eval/score_events.py"
    as_coder = score(scorer, texts, firsts, certain(seconds))
    there, back = score(scorer, texts, firsts, seconds), score(scorer, texts, seconds, firsts)
    print(f"{len(texts)} documents; events (of them for certain): first {sum(map(len, firsts.values()))} "
          f"({sum(map(len, certain(firsts).values()))}), second {sum(map(len, seconds.values()))} ({sum(map(len, certain(seconds).values()))})")
    for view in ("events", "dyads"):
        figures, found, kept = as_coder[view], there[view]["recall"], back[view]["recall"]
        print(f"{view:<7} scored as a coder: precision {figures['precision']:.3f}  recall {figures['recall']:.3f}  F1 {figures['f1']:.3f};  "
              f"of the first's certain ones the second has {found:.3f}, of the second's the first {kept:.3f}, F1 {2 * found * kept / (found + kept):.3f}")
    print("fields of common dyads, F1: " + "  ".join(f"{name} {(there['details'][name] + back['details'][name]) / 2:.2f}" for name in there["details"]))
    labels, defended = [], 0
    for name, text in texts.items():
        for i, j in pairs(text, firsts[name], seconds[name]).items():
            first, second = firsts[name][i], seconds[name][j]
            labels.append((first["event"], second["event"]))
            defended += second["event"] in first["event_ok"] or first["event"] in second["event_ok"]
    same = sum(left == right for left, right in labels)
    print(f"category over {len(labels)} events whose words overlap: kappa {kappa(labels):.3f}, the same {same / len(labels):.3f}, "
          f"the same or one that the other defends {defended / len(labels):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
