"""The source form of the corpus (README.md explains it): its documents read, and their events and chains with offsets.

Offsets count code points of a document's text. What is wrong raises Broken, whose words say why.
"""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
CODEBOOK = f"{HERE}/../codebook/plover/plover.yaml"
COUNTRIES = f"{HERE}/../actors/countries.tsv"
FACTUALITIES = {"asserted", "negated", "future", "hypothetical", "historical"}
INTERNATIONAL = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC", "KOS", "---"}
SECTORS = set("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())
CODES = r"[A-Z-]{3}(?: [A-Z]{3})*(?:/[A-Z-]{3}(?: [A-Z]{3})*)*"


class Broken(Exception):
    pass


class Ontology:
    """What an annotation may name: the modes by category and the contexts (the codebook's own file), and the countries."""

    def __init__(self):
        self.modes, self.contexts, self.countries = {}, set(), set(INTERNATIONAL)
        with open(CODEBOOK, encoding="utf-8") as codebook:
            entries = re.split(r"\n  - ", codebook.read())
        for entry in entries:
            category = re.match(r"\{?name: ([A-Z]+)\b", entry)
            if category:
                modes = entry.split("modes:", 1)[1] if "modes:" in entry else ""
                self.modes[category.group(1)] = set(re.findall(r"([a-z-]+): \[\"", modes))
            context = re.match(r"\{name: ([a-z_]+),", entry)
            if context:
                self.contexts.add(context.group(1))
        with open(COUNTRIES, encoding="utf-8") as countries:
            for line in countries:
                self.countries.update(cell for cell in line.split("\t")[:3] if re.fullmatch(r"[A-Z]{3}", cell))

    def check_codes(self, codes):
        for code in codes:
            country, *sectors = code.split()
            if country not in self.countries:
                raise Broken(f"no country {country}")
            for sector in sectors:
                if sector not in SECTORS:
                    raise Broken(f"no sector {sector}")


class Document:
    """One document as written. `events` and `chains` are the lines as they stand; each knows the line on which it begins."""

    def __init__(self, path, line, name):
        self.path, self.line, self.fields, self.text, self.events, self.chains = path, line, {"id": name}, "", [], []

    @property
    def id(self):
        return self.fields["id"]


def read(path, ontology):
    """(documents, problems) of a file, which holds any number of documents, each begun by a line `id …`."""
    documents, problems = [], []
    document, block, in_text = None, None, False  # block: the event or the chain whose indented lines follow
    with open(path, encoding="utf-8") as source:
        lines = source.read().split("\n")
    for number, line in enumerate(lines, 1):
        try:
            key, _, value = line.strip().partition(" ")
            value = value.strip()
            if line.startswith("id "):
                document, block, in_text = Document(path, number, value), None, False
                documents.append(document)
            elif document is None:
                if line.strip() and not line.startswith("#"):
                    raise Broken("a document begins with `id`")
            elif line.startswith("event "):
                in_text = False
                category, *modes = value.split()
                mode = modes[0] if modes else None
                block = {"line": number, "event": category, "mode": mode}
                if category not in ontology.modes:
                    raise Broken(f"no category {category}")
                if mode and mode not in ontology.modes[category]:
                    raise Broken(f"{category} has no mode {mode}")
                document.events.append(block)
            elif line.startswith("chain ") and (in_text or block is not None):
                in_text = False
                block = {"line": number, "codes": value, "mentions": []}
                document.chains.append(block)
                if document.events:
                    raise Broken("chains stand before the first event")
            elif in_text:
                document.text += line + "\n"
            elif line.strip() == "text":
                in_text = True
            elif block is None and line.strip() and not line.startswith(" "):
                document.fields[key] = value
            elif block is not None and line.startswith(" ") and line.strip():
                if "mentions" in block:
                    block["mentions"].append((number, line.strip()))
                else:
                    block[key] = value if value else True
            elif line.strip():
                raise Broken(f"not understood: {line}")
        except Broken as reason:
            problems.append(f"{path}:{number}: {reason}")
    for document in documents:
        document.text = document.text.strip("\n")
    return documents, problems


def sentence_ends(text):
    """Roughly: after end punctuation and space, or at the end of a line; "Mr. X" counts as an end."""
    return [end.end() for end in re.finditer(r"[.!?][\"”’')\]]*(?:\s|$)|[^.!?\s][\"”’')\]]*\n", text + "\n")]


def bracketed(value):
    """[(words, occurrence, codes or None)] of `[words]#2 = BLR GOV, [more words]`."""
    items = re.findall(rf"\[([^\]]+)\](?:#(\d+))?(?:\s*=\s*({CODES}))?", value)
    if not items or re.sub(r"\[[^\]]+\](#\d+)?(\s*=\s*[A-Z/ -]+)?", "", value).strip(", "):
        raise Broken(f"not words in brackets: {value}")
    return [(words, int(number or 1), codes.split("/") if codes else None) for words, number, codes in items]


def inside_word(text, start, end):
    return (start > 0 and text[start - 1].isalnum() and text[start].isalnum()) or \
        (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


def locate(text, words, number):
    """Where `words` stand for the `number`th time."""
    at = -1
    for _ in range(number):
        at = text.find(words, at + 1)
        if at < 0:
            raise Broken(f"the text does not hold [{words}]" + (f" {number} times" if number > 1 else ""))
    end = at + len(words)
    if inside_word(text, at, end):
        raise Broken(f"[{words}] lies inside a word: {text[max(0, at - 10):end + 10]!r}; say which occurrence is meant: [{words}]#2")
    return at, end


def locate_after(text, words, number, after):
    """Where `words` stand as whole words for the `number`th time, beginning later than `after`."""
    at = after
    for _ in range(number):
        at = text.find(words, at + 1)
        while at >= 0 and inside_word(text, at, at + len(words)):
            at = text.find(words, at + 1)
        if at < 0:
            before = f" after {text[after:after + 30]!r}" if after >= 0 else ""
            raise Broken(f"the text does not hold [{words}]{f' {number} times' if number > 1 else ''}{before}; mentions stand in text order")
    return at, at + len(words)


def party(text, value, ontology):
    """(codes, spans) of a side. Several codes of one party are separated by a slash."""
    if value in (None, True, "none"):
        return [], []
    all_codes, spans = [], []
    for words, number, codes in bracketed(value) if value.startswith("[") else [(None, 1, value.split("/"))]:
        if not codes:
            raise Broken(f"no code for [{words}]")
        codes = [code.strip() for code in codes]
        ontology.check_codes(codes)
        all_codes += [code for code in codes if code not in all_codes]
        if words:
            start, end = locate(text, words, number)
            spans.append({"start": start, "end": end, "codes": codes})
    return all_codes, spans


def event_of(text, raw, ontology):
    """An event in the form of the gold, and the spans of its parties."""
    if "words" not in raw:
        raise Broken("an event has no words")
    (words, number, _), = bracketed(raw["words"])
    start, end = locate(text, words, number)
    alternatives = raw.get("or", "").split(", ") if raw.get("or") else []
    for name in alternatives:
        if name not in ontology.modes:
            raise Broken(f"no category {name}")
    modes = [raw["mode"]] + (raw["or-mode"].split(", ") if raw.get("or-mode") else [])
    contexts = raw.get("context", "").split(", ") if raw.get("context") else []
    for context in contexts:
        if context not in ontology.contexts:
            raise Broken(f"no context {context}")
    actor, actor_spans = party(text, raw.get("actor"), ontology)
    recipient, recipient_spans = party(text, raw.get("recipient"), ontology)
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
    if place and place.rpartition(", ")[2] not in ontology.countries:
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


def chain_of(text, raw, ontology):
    """({codes, mentions}, problems as (line, why)) of a chain: all the words that name one party."""
    problems, mentions = [], []
    if not re.fullmatch(CODES, raw["codes"]):
        return {"codes": [], "mentions": []}, [(raw["line"], f"not codes: {raw['codes']}")]
    codes = raw["codes"].split("/")
    try:
        ontology.check_codes(codes)
    except Broken as reason:
        problems.append((raw["line"], reason))
    if not raw["mentions"]:
        problems.append((raw["line"], "a chain has no mentions"))
    before = -1
    for line, value in raw["mentions"]:
        try:
            for words, number, code in bracketed(value):
                if code:
                    raise Broken(f"the code of [{words}] stands beside `chain`")
                start, end = locate_after(text, words, number, before)
                mentions.append({"start": start, "end": end})
                before = start
        except Broken as reason:
            problems.append((line, reason))
            break  # the places of later mentions hang on this one
    return {"codes": codes, "mentions": mentions}, problems
