#!/usr/bin/env python3
"""Train the heads that say of which country and of which sector the sides of an event are.

usage: train/accurate/sides.py --corpus CORPUS.jsonl --seen EXAMPLES.jsonl --pretrained FOLDER --state STATE [--hold-out PATTERN]
           [--epochs N]

The encoder of STATE (train.py) stays as it is and reads each article once. From the row of an event's word the heads point, for its
actor and for its recipient, at the words of the article that name countries, wherever they stand. The chance of a country is that of
all its words. A sector is told by the event's word, by the head of the party's words where it has some, and by what the
fast coder takes the party for. What comes out is added to STATE, under "countries" and "sectors". The program has the same in
src/stage/judge/countries.cc and sectors.cc.
"""
import argparse
import fnmatch
import math
import random
import sys
from collections import Counter

import torch
from torch import nn
from torch.nn import functional as F

import examples
from examples import NOMINAL, Document, Pieces, load_jsonl, window_of
from network import load_state

ACTOR, RECIPIENT = range(2)
ASKERS = 2
WIDTH = 96
NOBODY, ELSE = range(2)  # a side that is empty; a party above countries, of none, or of one that the article does not name
MOST_WORDS = 48          # that name countries, the nearest
DISTANCES = 12
RANKS = 5
SAID = 3                 # the fast coder says nothing here; another; this one


def distance(asker, word, sentence_of, kinds):
    """Where a naming word stands, seen from the word that asks."""
    gap = sentence_of[word] - sentence_of[asker]
    if kinds[sentence_of[word]] == examples.TITLE and gap != 0:
        return 11
    if gap == 0:
        away = word - asker
        return 0 if away == 0 else 1 if -4 <= away < 0 else 2 if away < 0 else 3 if away <= 4 else 4
    if gap < 0:
        return 5 if gap == -1 else 6 if gap == -2 else 7 if gap >= -5 else 8
    return 9 if gap == 1 else 10


class Asked:
    """One question: who asks, the naming words, and what is right."""

    __slots__ = ("asker", "word", "names", "distances", "country_of", "ranks", "said", "said_special", "right", "countries",
                 "party", "taken_for", "sectors")


def sector_question(one, document, event, side, labels):
    """Adds what is asked of the side's sector: the head of the party's words, what the fast coder takes it for, what is right."""
    none, implied = len(labels.sectors), len(labels.sectors) + 1
    one.party, one.taken_for = None, implied
    for span in event[f"{side}_spans"][:1]:
        head = document.head_of(document.byte(span["start"]), document.byte(span["end"]), NOMINAL | {"ADJ", "DET"})
        if head is None:
            continue
        one.party = head
        codes = next((codes for _, _, at, _, codes, _ in document.seen["mentions"] if at == head and codes), "")
        one.taken_for = labels.sector.get((codes.split("/")[0].split() + [""])[1], none) if codes else none
    told = {sector for code in event[side] for sector in (code.split()[1:] or [""])}
    one.sectors = sorted(labels.sector[sector] for sector in told if sector in labels.sector)


def questions(document, labels):
    """All that the gold answers: the sides of its events."""
    seen = document.seen
    sentence_of = [0] * len(document.words)
    kinds = []
    for number, (first, last, kind) in enumerate(document.sentences):
        kinds.append(kind)
        for word in range(first, last):
            sentence_of[word] = number
    named = seen["countries"]
    order = [country for country, _ in Counter(country for _, country in named).most_common()]
    rank = {country: min(place, RANKS - 1) for place, country in enumerate(order)}

    def ask(asker, word, said, said_nobody, right):
        one = Asked()
        one.asker, one.word = asker, word
        near = sorted(named, key=lambda n: abs(n[0] - word))[:MOST_WORDS]
        near.sort()
        one.names = [w for w, _ in near]
        one.distances = [distance(word, w, sentence_of, kinds) for w, _ in near]
        one.countries = list(dict.fromkeys(country for _, country in near))
        place = {country: n for n, country in enumerate(one.countries)}
        one.country_of = [place[country] for _, country in near]
        one.ranks = [rank[country] for country in one.countries]
        one.said = [0 if said is None else 2 if country in said else 1 for country in one.countries]
        one.said_special = [0 if said is None else 2 if not said and said_nobody else 1,
                            0 if said is None else 2 if (not said and not said_nobody) or said - place.keys() else 1]
        rows = {place[country] for country in right if country in place}
        if not right:
            rows = {len(one.countries) + NOBODY}
        elif not rows:
            rows = {len(one.countries) + ELSE}
        one.right = sorted(rows)
        return one

    def countries_of(codes):
        return {code.split()[0] for code in codes if code}

    out = []
    for event in document.gold["events"]:
        word = document.head_of(document.byte(event["start"]), document.byte(event["end"]))
        if word is None:
            continue
        fast = document.events.get(word)
        for asker, side in ((ACTOR, "actor"), (RECIPIENT, "recipient")):
            said = None
            if fast and not fast[f"implied_{side}"]:
                said = set().union(*[countries_of(seen["mentions"][m][4].split("/")) for m in fast[side]], set()) - {"---"}
            out.append(ask(asker, word, said, bool(fast) and not fast[side], countries_of(event[side])))
            sector_question(out[-1], document, event, side, labels)
    return out


class Countries(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.query = nn.Linear(width, ASKERS * WIDTH)
        self.key = nn.Linear(width, ASKERS * WIDTH)
        self.special = nn.Linear(width, ASKERS * 2)
        self.distance = nn.Embedding(ASKERS * DISTANCES, 1)
        self.rank = nn.Embedding(ASKERS * RANKS, 1)
        self.said = nn.Embedding(ASKERS * SAID, 1)
        self.said_special = nn.Embedding(ASKERS * 2 * SAID, 1)
        for bias in (self.distance, self.rank, self.said, self.said_special):
            nn.init.zeros_(bias.weight)

    def scores(self, rows, one, dropout=None):
        """Log chances of the countries of a question, then of nobody and anybody else. rows: word → row of the encoder."""
        drop = dropout or (lambda x: x)
        a = one.asker
        own = drop(rows[one.word])
        query = F.linear(own, self.query.weight[a * WIDTH:(a + 1) * WIDTH], self.query.bias[a * WIDTH:(a + 1) * WIDTH])
        others = F.linear(own, self.special.weight[2 * a:2 * a + 2], self.special.bias[2 * a:2 * a + 2])
        others = others + self.said_special(torch.tensor([(a * 2 + n) * SAID + one.said_special[n] for n in range(2)]))[:, 0]
        if one.names:
            key = F.linear(drop(torch.stack([rows[w] for w in one.names])), self.key.weight[a * WIDTH:(a + 1) * WIDTH],
                           self.key.bias[a * WIDTH:(a + 1) * WIDTH])
            words = key @ query / math.sqrt(WIDTH) + self.distance(torch.tensor(one.distances) + a * DISTANCES)[:, 0]
            of = torch.tensor(one.country_of)
            score = torch.stack([torch.logsumexp(words[of == n], 0) for n in range(len(one.countries))])
            score = score + self.rank(torch.tensor(one.ranks) + a * RANKS)[:, 0] + self.said(torch.tensor(one.said) + a * SAID)[:, 0]
            others = torch.cat([score, others])
        return F.log_softmax(others, 0)


class Sectors(nn.Module):
    def __init__(self, width, sectors):
        super().__init__()
        self.many = sectors
        self.event = nn.Linear(width, ASKERS * sectors)
        self.party = nn.Linear(width, sectors)
        self.taken_for = nn.Embedding(ASKERS * (sectors + 2), sectors)  # after the sectors: none is known; no words name the party
        nn.init.zeros_(self.taken_for.weight)

    def scores(self, rows, one, dropout=None):
        """Log chances of the sectors. rows: word → row of the encoder."""
        drop = dropout or (lambda x: x)
        first = one.asker * self.many
        score = F.linear(drop(rows[one.word]), self.event.weight[first:first + self.many], self.event.bias[first:first + self.many])
        if one.party is not None:
            score = score + self.party(drop(rows[one.party]))
        return F.log_softmax(score + self.taken_for(torch.tensor(one.asker * (self.many + 2) + one.taken_for)), 0)


def encode(network, document, pieces):
    """word → its row in the window of its own sentence, for the words that ask or are asked."""
    rows, cache = {}, {}
    with torch.no_grad():
        for number, (first, last, _) in enumerate(document.sentences):
            if last <= first:
                continue
            window = window_of(document, number, pieces, cache)
            x = network.encoder(torch.tensor([window.ids]), torch.tensor([window.types]), torch.tensor([len(window.ids)]))[0]
            for word, piece in zip(window.words, window.piece):
                if first <= word < last:
                    rows[word] = x[piece]
    return rows


def sector_figures(head, held):
    """How often the sector is right, of parties with words and without; and how often that of the fast coder is."""
    tally = {True: [0, 0, 0], False: [0, 0, 0]}
    with torch.no_grad():
        for rows, asked in held:
            for one in asked:
                if not one.sectors:
                    continue
                one_kind = tally[one.party is not None]
                one_kind[0] += 1
                one_kind[1] += head.scores(rows, one).argmax().item() in one.sectors
                one_kind[2] += one.taken_for in one.sectors
    return ", ".join(f"{name} {right / max(1, n):.3f} of {n} (fast {fast / max(1, n):.3f})"
                     for name, (n, right, fast) in (("in words", tally[True]), ("implied", tally[False])))


def figures(head, held):
    hit, told, count = [0] * ASKERS, [0] * ASKERS, [0] * ASKERS
    with torch.no_grad():
        for rows, asked in held:
            for one in asked:
                scores = head.scores(rows, one)
                hit[one.asker] += scores.argmax().item() in one.right
                marks = one.said + one.said_special
                told[one.asker] += any(marks[n] == 2 for n in one.right)
                count[one.asker] += 1
    return ", ".join(f"{name} {h / max(1, c):.3f} of {c} (fast {t / max(1, c):.3f})" for name, h, t, c in
                     zip(("actor", "recipient"), hit, told, count))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "seen", "pretrained", "state"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--hold-out", action="append", default=[])
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--forget-said", type=float, default=0.3, help="chance that a question hides what the fast coder says")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rows", help="keep the encoder's rows in this file")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    generator = random.Random(1)
    network, labels, saved = load_state(arguments.state, arguments.pretrained)
    pieces = Pieces(f"{arguments.pretrained}/vocab.txt")
    gold = {row["id"]: row for row in load_jsonl(arguments.corpus)}
    train, held = [], []
    documents = [Document(row, gold[row["id"]]) for row in load_jsonl(arguments.seen) if row["id"] in gold]
    for number, document in enumerate(documents):
        asked = questions(document, labels)
        wanted = {one.word for one in asked} | {w for one in asked for w in one.names} | {one.party for one in asked} - {None}
        rows = encode(network, document, pieces)
        rows = {w: rows[w].clone() if w in rows else torch.zeros(network.encoder.width) for w in wanted}
        (held if any(fnmatch.fnmatch(document.id, p) for p in arguments.hold_out) else train).append((rows, asked))
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {len(documents)} articles read", end="", file=sys.stderr, flush=True)
    if arguments.rows:
        torch.save((train, held), arguments.rows)
    fit(train, held, arguments, generator, saved, labels)


def fit(train, held, arguments, generator, saved, labels):
    head, sectors = Countries(384), Sectors(384, len(labels.sectors))
    optimizer = torch.optim.AdamW([*head.parameters(), *sectors.parameters()], lr=arguments.rate, weight_decay=0.01)
    steps = len(train) * arguments.epochs
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / 100) * max(0.02, 1 - step / steps))
    print(f"{len(train)} articles, {sum(len(a) for _, a in train)} questions; {len(held)} held out", flush=True)
    drop = nn.Dropout(0.2)
    for epoch in range(arguments.epochs):
        generator.shuffle(train)
        total = count = 0
        for rows, asked in train:
            loss = torch.zeros(())
            for one in asked:
                keep = one.said, one.said_special
                if generator.random() < arguments.forget_said:
                    one.said, one.said_special = [0] * len(one.said), [0, 0]
                scores = head.scores(rows, one, drop)
                loss = loss - torch.logsumexp(scores[one.right], 0)
                if one.sectors:
                    loss = loss - torch.logsumexp(sectors.scores(rows, one, drop)[one.sectors], 0)
                one.said, one.said_special = keep
            if asked:
                optimizer.zero_grad()
                (loss / len(asked)).backward()
                optimizer.step()
                total, count = total + loss.item(), count + len(asked)
            scheduler.step()
        print(f"epoch {epoch + 1}: {total / count:.3f}", flush=True)
        if held:
            print(f"  held out, countries: {figures(head, held)}\n  held out, sectors: {sector_figures(sectors, held)}", flush=True)
    saved["countries"], saved["sectors"] = head.state_dict(), sectors.state_dict()
    torch.save(saved, arguments.state)


if __name__ == "__main__":
    main()
