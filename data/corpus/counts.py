"""The counts of the corpus as Markdown tables (counts.md)."""
from collections import Counter

import form
import split

PARTS = ("train", "test")
FIELDS = ("actor", "recipient", "date", "place", "context", "attribution")
# Blocks of the Correlates of War numbers (the `cow` column of countries.tsv), and who has no such number.
REGIONS = [(200, "Americas"), (400, "Europe"), (600, "Africa south of the Sahara"), (700, "Middle East and North Africa"), (900, "Asia"),
           (1000, "Oceania")]
UNNUMBERED = {"HKG": "Asia", "PSE": "Middle East and North Africa", "VAT": "Europe"}


def regions():
    """The region of each country, by its Correlates of War number."""
    found = dict(UNNUMBERED)
    with open(form.COUNTRIES, encoding="utf-8") as countries:
        for cells in (line.split("\t") for line in countries):
            if len(cells) > 8 and cells[8].isdigit():
                found[cells[0]] = next(name for end, name in REGIONS if int(cells[8]) < end)
    return found


def sentences(row):
    return len(form.sentence_ends(row["text"]))


def telling(row):
    """How many sentences of the document report an event."""
    ends = form.sentence_ends(row["text"])
    starts = [event["start"] for event in row["events"]]
    starts += [row["text"].find(words) for event in row["events"] for words in event["mentions"]]
    return len({sum(end <= start for end in ends) for start in starts})


def table(title, names, counted):
    """Rows of a name and its counts: together and in each part. `counted` is {part: Counter}."""
    lines = ["", f"| {title} | all | " + " | ".join(PARTS) + " |", "|---|--:|" + "--:|" * len(PARTS)]
    for name in names:
        each = [counted[part][name] for part in PARTS]
        lines.append(f"| {name} | {sum(each)} | " + " | ".join(map(str, each)) + " |")
    return lines


def tables(rows, ontology):
    where = regions()
    parts = {part: [row for row in rows if row["part"] == part] for part in PARTS}
    events = {part: [event for row in parts[part] for event in row["events"]] for part in PARTS}

    def of_rows(key):
        return {part: Counter(key(row) for row in parts[part]) for part in PARTS}

    def of_events(key):
        return {part: Counter(key(event) for event in events[part]) for part in PARTS}

    def by_size(counted):
        together = sum(counted.values(), Counter())
        return [name for name, _ in sorted(together.items(), key=lambda item: (-item[1], item[0]))]

    def inline(counted):
        together = sum(counted.values(), Counter())
        return ", ".join(f"{name} {together[name]}" for name in by_size(counted))

    size = {part: Counter({"documents": len(parts[part]), "sentences (about)": sum(map(sentences, parts[part])),
                           "sentences without an event": sum(map(sentences, parts[part])) - sum(map(telling, parts[part])),
                           "events": len(events[part]), "events that are optional": sum(not event["required"] for event in events[part]),
                           "chains": sum(len(row["chains"]) for row in parts[part]),
                           "mentions": sum(len(chain["mentions"]) for row in parts[part] for chain in row["chains"])}) for part in PARTS}
    lines = ["# Counts of the corpus", "", "Printed by `data/corpus/build.py --counts`."]
    lines += table("size", list(size["train"]), size)
    categories = of_events(lambda event: event["event"])
    lines += table("category", sorted(ontology.modes), categories)
    modes = of_events(lambda event: f"{event['event']} {event['mode'] or '(no mode)'}")
    lines += table("mode", [f"{name} {mode}" for name in sorted(ontology.modes) if ontology.modes[name]
                            for mode in [*sorted(ontology.modes[name]), "(no mode)"]], modes)
    factuality = of_events(lambda event: event["factuality"])
    lines += table("factuality", by_size(factuality), factuality)
    lines += table("events that give", FIELDS, {part: Counter({name: sum(bool(event[name]) for event in events[part]) for name in FIELDS}) for part in PARTS})
    contexts = {part: Counter(context for event in events[part] for context in event["context"]) for part in PARTS}
    lines += table("context", by_size(contexts), contexts)
    kinds = of_rows(lambda row: row["kind"])
    lines += table("kind (documents)", by_size(kinds), kinds)
    region = of_rows(lambda row: where.get(split.main_country(row), "no country"))
    lines += table("region of the main country (documents)", by_size(region), region)
    years = of_rows(lambda row: row["published"][:4])
    lines += table("year (documents)", sorted(set().union(*years.values())), years)
    lines += ["", "Main country (documents): " + inline(of_rows(lambda row: split.main_country(row) or "none")) + "."]
    return "\n".join(lines)
