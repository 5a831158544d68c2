"""From annotated articles and what the fast coder sees in them to what the network reads: one window a sentence.

A window is [CLS] words before [SEP] the sentence [SEP]: of what stands before, as much as fits into `WINDOW` pieces. The program
builds the same windows (src/stage/judge/windows.h).
"""
import json
from bisect import bisect_left, bisect_right
from collections import Counter

from tokenizers import BertWordPieceTokenizer

WINDOW = 40      # pieces with what stands before
LONGEST = 128    # pieces of a window whose sentence alone is longer
LEAST_BEFORE = 6  # fewer pieces of what stands before are left out
SENTENCE, BEFORE, SOURCE, TARGET = range(4)  # types of pieces
NOBODY, ELSEWHERE, STATE, PEOPLE = range(4)  # parties that no word in the window names
SPECIALS = 4
TITLE = 0  # kind of sentence
FACTUALITIES = ["asserted", "negated", "future", "hypothetical", "historical"]
CONTENT = {"VERB", "NOUN", "PROPN", "ADJ", "AUX"}  # words that may be events
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
STATES = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"}


def load_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def byte_offsets(text, start=0):
    """The byte of each code point of a text that begins at byte `start`, and of its end."""
    at = [start]
    for character in text:
        at.append(at[-1] + len(character.encode("utf-8")))
    return at


def mark(types, base, offsets, marks):
    """Gives the pieces of the parties their types; `offsets` are the bytes of those from types[base] on. marks: (spans of source,
    spans of target) in bytes."""
    for kind, spans in zip((SOURCE, TARGET), marks):
        for start, end in spans:
            for place, (a, b) in enumerate(offsets):
                if a < end and start < b:
                    types[base + place] = kind


class Pieces:
    """The word pieces of a text, with the byte at which each begins and ends."""

    def __init__(self, vocabulary):
        self.tokenizer = BertWordPieceTokenizer(vocabulary, lowercase=True)
        self.cls, self.sep, self.mask = (self.tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[MASK]"))

    def split(self, text):
        found = self.tokenizer.encode(text, add_special_tokens=False)
        at = byte_offsets(text)
        return found.ids, [(at[start], at[end]) for start, end in found.offsets]


class Document:
    """One article: what the fast coder sees, and the gold where it is given."""

    def __init__(self, seen, gold=None):
        self.id, self.seen, self.gold = seen["id"], seen, gold
        self.buffer = seen["buffer"].encode("utf-8")
        self.words = seen["words"]
        self.starts = [word[0] for word in self.words]
        self.sentences = seen["sentences"]
        self.heads = {}  # word → whether the party that it heads can be coded
        for first, last, head, chain, codes, guessed in seen["mentions"]:
            self.heads[head] = self.heads.get(head, False) or bool(codes)
        self.triggers = {}  # word → (category, mode) of the first sense that the codebook finds
        for trigger in seen["triggers"]:
            for word in [trigger["word"], *trigger["words"]]:
                self.triggers.setdefault(word, (trigger["senses"][0][0], trigger["senses"][0][1]))
        self.events = {}  # word → the event that the fast coder codes
        for trigger in seen["triggers"]:
            for event in seen["events"]:
                if event["word"] == trigger["word"]:
                    for word in [trigger["word"], *trigger["words"]]:
                        self.events.setdefault(word, event)
        for event in seen["events"]:
            self.events[event["word"]] = event
        if gold:
            self.read_gold()

    def read_gold(self):
        text = self.gold["text"]
        at = byte_offsets(text, self.seen["text_start"])
        self.byte = lambda offset: at[min(offset, len(at) - 1)]
        self.chain_of = {}  # (start, end) in bytes → spans of its chain
        for chain in self.gold.get("chains", []):
            spans = [(self.byte(mention["start"]), self.byte(mention["end"])) for mention in chain["mentions"]]
            for span in spans:
                self.chain_of[span] = spans

    def head_of(self, start, end, kinds=None):
        """The word of a span that the others hang on; None for none."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        kinds = kinds or CONTENT | NOMINAL
        for word in range(first, last):
            if self.words[word][2] not in kinds:
                continue
            above, hangs = word, False
            for _ in range(12):
                if self.words[above][3] == above:
                    break
                above = self.words[above][3]
                if first <= above < last:
                    hangs = True
                    break
            if not hangs:
                return word
        return first if first < last else None

    def party(self, event, side):
        """(words that may name the party: all of its chain, what else it is where none of them is in the window)."""
        words = set()
        for span in event[f"{side}_spans"]:
            here = (self.byte(span["start"]), self.byte(span["end"]))
            for start, end in self.chain_of.get(here, [here]):
                word = self.head_of(start, end, NOMINAL | {"ADJ", "DET"})
                if word is not None:
                    words.add(word)
        if words:
            return words, ELSEWHERE
        if not event[side]:
            return words, NOBODY
        sectors = event[side][0].split()[1:2]
        return words, STATE if not sectors or sectors[0] in STATES else PEOPLE

    def holder(self, event):
        """The words that may name the holder of an event's attribution, as `party`."""
        if not event["attribution"]:
            return set(), NOBODY
        words, start = set(), 0
        needle = event["attribution"]
        while (start := self.gold["text"].find(needle, start)) >= 0:
            here = (self.byte(start), self.byte(start + len(needle)))
            for first, last in self.chain_of.get(here, [here]):
                word = self.head_of(first, last, NOMINAL | {"ADJ"})
                if word is not None:
                    words.add(word)
            start += len(needle)
        return words, ELSEWHERE


class Labels:
    """Categories, modes and sectors, each a list of names."""

    def __init__(self, categories, modes, sectors):
        self.categories, self.modes, self.sectors = categories, modes, sectors
        self.category = {name: number for number, name in enumerate(categories)}  # 0 is none
        self.mode = {name: number for number, name in enumerate(modes)}
        self.sector = {name: number for number, name in enumerate(sectors)}

    @staticmethod
    def of(documents, categories):
        modes = Counter((event["event"], event["mode"] or "") for document in documents for event in document.gold["events"])
        names = sorted({f"{category}/" for category in categories} | {f"{category}/{mode}" for category, mode in modes})
        sectors = Counter(code.split()[1] for document in documents for event in document.gold["events"]
                          for side in ("actor", "recipient") for code in event[side] if len(code.split()) > 1)
        return Labels(["none", *categories], names, ["", *sorted(name for name, count in sectors.items() if count >= 10)])


class Window:
    """What the network reads at once, with its labels."""

    __slots__ = ("ids", "types", "words", "piece", "candidates", "fast", "targets", "weights", "parties", "flags", "party_sectors",
                 "events", "document", "sentence", "relate")

    def __init__(self):
        self.relate = None
        self.events = []


def window_of(document, number, pieces, cache, marks=None):
    """The pieces of a sentence and of what stands before it. marks: (spans of source, spans of target) in bytes."""
    def split(index):
        if index not in cache:
            first, last, _ = document.sentences[index]
            start, end = document.words[first][0], document.words[last - 1][1]
            ids, offsets = pieces.split(document.buffer[start:end].decode("utf-8"))
            cache[index] = ids, [(start + a, start + b) for a, b in offsets]
        return cache[index]

    ids, offsets = split(number)
    ids, offsets = ids[:LONGEST - 2], offsets[:LONGEST - 2]
    room = WINDOW - 3 - len(ids)
    before_ids, before_offsets = [], []
    index = number - 1
    while marks is None and room >= LEAST_BEFORE and index >= 0 and len(before_ids) < room:
        more_ids, more_offsets = split(index)
        before_ids, before_offsets = more_ids + before_ids, more_offsets + before_offsets
        index -= 1
    if room >= LEAST_BEFORE:
        before_ids, before_offsets = before_ids[-room:], before_offsets[-room:]
    window = Window()
    window.document, window.sentence = document, number
    if before_ids:
        window.ids = [pieces.cls, *before_ids, pieces.sep, *ids, pieces.sep]
        window.types = [BEFORE] * (len(before_ids) + 2) + [SENTENCE] * (len(ids) + 1)
        places = before_offsets, offsets
        bases = 1, len(before_ids) + 2
    else:
        window.ids = [pieces.cls, *ids, pieces.sep]
        window.types = [SENTENCE] * len(window.ids)
        places = offsets,
        bases = 1,
    # The piece of each word: the first that begins in it, else the one that it lies in.
    window.words, window.piece = [], []
    for base, spans in zip(bases, places):
        if not spans:
            continue
        begins = [start for start, _ in spans]
        first = bisect_right(document.starts, spans[0][0]) - 1
        for word in range(max(first, 0), len(document.words)):
            start, end = document.words[word][:2]
            if start >= spans[-1][1]:
                break
            piece = bisect_left(begins, start)
            if piece == len(begins) or begins[piece] >= end:
                piece -= 1
                if piece < 0 or spans[piece][1] <= start:
                    continue
            window.words.append(word)
            window.piece.append(base + piece)
    if marks:
        mark(window.types, bases[-1], offsets, marks)
    return window


def fast_feature(document, word, labels):
    """0: the fast coder finds nothing here; category: it finds words of one; 16 + category: it codes an event."""
    event = document.events.get(word)
    if event:
        return 16 + labels.category[event["event"]]
    trigger = document.triggers.get(word)
    return labels.category[trigger[0]] if trigger and trigger[0] in labels.category else 0


def role_flags(document, event_word, labels, words):
    """Per role (actor, recipient, holder) and word: 3 * how the fast coder takes it (not, for this role, for another) + what it is
    (no head of a mention, of one that is no actor, of an actor)."""
    event = document.events.get(event_word)
    mentions = document.seen["mentions"]
    chosen = [set(), set(), set()]
    if event:
        chosen[0] = {mentions[m][2] for m in event["actor"]}
        chosen[1] = {mentions[m][2] for m in event["recipient"]}
        if "holder" in event:
            word = document.head_of(*event["holder"], NOMINAL | {"ADJ"})
            chosen[2] = {word} if word is not None else set()
    flags = []
    for role in range(3):
        others = set().union(*(chosen[other] for other in range(3) if other != role))
        flags.append([3 * (1 if word in chosen[role] else 2 if word in others else 0) +
                      (0 if word not in document.heads else 2 if document.heads[word] else 1) for word in words])
    return flags


def special_flags(document, event_word):
    """Per role and party that no word names: whether the fast coder codes an event here, and leaves the side so."""
    event = document.events.get(event_word)
    flags = []
    for side in ("actor", "recipient", "holder"):
        if not event:
            flags.append([0] * SPECIALS)
            continue
        implied = event.get(f"implied_{side}", False)
        empty = not implied and not event.get(side)
        flags.append([2 if empty else 1, 1, 2 if implied else 1, 2 if implied else 1])
    return flags


def annotated(document):
    """The sentences of which the gold speaks: it leaves titles out."""
    return [number for number, (_, _, kind) in enumerate(document.sentences) if kind != TITLE]


def labelled(document, number, pieces, cache, labels):
    """The window of a sentence with what the gold says of it."""
    window = window_of(document, number, pieces, cache)
    first, last, _ = document.sentences[number]
    place = {word: index for index, word in enumerate(window.words)}
    inside = [word for word in window.words if first <= word < last]
    events = {}
    for event in document.gold["events"]:
        spans = [(document.byte(event["start"]), document.byte(event["end"]), False)]
        for words in event.get("mentions", []):
            at = document.gold["text"].find(words)
            if at >= 0:
                spans.append((document.byte(at), document.byte(at + len(words)), True))
        for start, end, again in spans:
            word = document.head_of(start, end)
            if word in place and first <= word < last:
                events.setdefault(word, []).append((event, again))
    window.candidates = [place[word] for word in inside
                         if document.words[word][2] in CONTENT or word in events or word in document.triggers]
    window.fast = [fast_feature(document, window.words[index], labels) for index in window.candidates]
    window.targets, window.weights = [], []
    for index in window.candidates:
        here = events.get(window.words[index], [])
        target = [0.0] * len(labels.categories)
        if not here:
            target[0] = 1.0
            # Other words of an event say as much as its head: neither right nor wrong.
            window.weights.append(1.0)
        else:
            for event, _ in here:
                names = event["event_ok"]
                share = 1 / len(here)
                rest = 0.3 if len(names) > 1 else 0.0
                target[labels.category[names[0]]] += share * (1 - rest)
                for name in names[1:]:
                    target[labels.category[name]] += share * rest / (len(names) - 1)
            window.weights.append(1.0 if any(event["required"] for event, _ in here) else 0.3)
        window.targets.append(target)
    heads = [index for index, word in enumerate(window.words) if word in document.heads]
    for index in window.candidates:
        for event, again in events.get(window.words[index], []):
            word = window.words[index]
            row = {"candidate": index, "category": labels.category[event["event"]], "again": again}
            modes = [mode for mode in dict.fromkeys([event["mode"], *event["mode_ok"]])]
            row["modes"] = [labels.mode[name] for mode in modes
                            if (name := f"{event['event']}/{mode or ''}") in labels.mode]
            row["factuality"] = FACTUALITIES.index(event["factuality"])
            event_now = document.events.get(word)
            row["fast_factuality"] = 1 + event_now["factuality"] if event_now else 0
            roles = []
            for words, other in (document.party(event, "actor"), document.party(event, "recipient"), document.holder(event)):
                named = [place[one] for one in words if one in place and one != word]
                roles.append((named, None if named else other))
            row["roles"] = roles
            pool = sorted(set(heads) | {one for named, _ in roles for one in named})
            row["pool"] = pool
            row["flags"] = role_flags(document, word, labels, [window.words[one] for one in pool])
            row["specials"] = special_flags(document, word)
            window.events.append(row)
    window.party_sectors = []
    for event in document.gold["events"]:
        for side in ("actor", "recipient"):
            for span in event[f"{side}_spans"]:
                word = document.head_of(document.byte(span["start"]), document.byte(span["end"]), NOMINAL | {"ADJ", "DET"})
                codes = span.get("codes") or []
                if word in place and first <= word < last and codes:
                    sector = codes[0].split()[1] if len(codes[0].split()) > 1 else ""
                    if sector in labels.sector:
                        window.party_sectors.append((place[word], labels.sector[sector]))
    return window


def marked(document, pieces, cache, labels):
    """Windows of sentences in which the parties of an event are marked, and what one does to the other: of each telling of it. A side
    that the sentence does not name is not marked."""
    windows = []
    for event in document.gold["events"]:
        starts = [document.byte(event["start"])]
        for words in event.get("mentions", []):
            at = document.gold["text"].find(words)
            if at >= 0:
                starts.append(document.byte(at))
        numbers = set()
        for start in starts:
            word = bisect_right(document.starts, start) - 1
            numbers |= {n for n, (first, last, _) in enumerate(document.sentences) if first <= word < last}
        for number in sorted(numbers):
            first, last, _ = document.sentences[number]
            begin, end = document.words[first][0], document.words[last - 1][1]
            sides = []
            for side in ("actor", "recipient"):
                spans = []
                for span in event[f"{side}_spans"]:
                    here = (document.byte(span["start"]), document.byte(span["end"]))
                    within = [one for one in document.chain_of.get(here, [here]) if begin <= one[0] and one[1] <= end]
                    if within:
                        spans.append(here if here in within else within[0])
                sides.append(spans)
            if not sides[0] and not sides[1]:
                continue
            window = window_of(document, number, pieces, cache, sides)
            names = event["event_ok"]
            target = [0.0] * len(labels.categories)
            for name in names:
                target[labels.category[name]] = 1.0 if len(names) == 1 else 0.7 if name == names[0] else 0.3 / (len(names) - 1)
            window.relate = target
            windows.append(window)
    return windows


def veiled(window, mask, generator, chance):
    """A marked window in which either party's words may be hidden: what is done matters, not who does it."""
    hidden = {kind for kind in (SOURCE, TARGET) if generator.random() < chance}
    if not hidden:
        return window
    copy = Window()
    copy.ids = [mask if kind in hidden else piece for piece, kind in zip(window.ids, window.types)]
    copy.types, copy.relate = window.types, window.relate
    return copy
