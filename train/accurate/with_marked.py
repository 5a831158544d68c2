#!/usr/bin/env python3
"""What marked pairs of another gold file would add: a further training of the encoder and of the head that reads marked pairs.

usage: train/accurate/with_marked.py --state STATE --pretrained FOLDER --marked GOLD.jsonl [--out STATE] [--folds N] [--epochs N]

STATE is what train.py leaves; it was trained without GOLD (`root15` is its label, see evaluate.py). Prints macro-F1 over folds of which
each is judged by a network that was trained on the others; texts that share many words are in one fold. With --out a network trained
on all of GOLD is written there: not to be shipped, since GOLD serves to measure the one that is.
"""
import argparse
import random
import re
import sys

import torch
from torch.nn import functional as F

from evaluate import answers, joined, macro, marked_windows
from examples import Pieces, load_jsonl, veiled
from network import load_state
from train import batches, pad

ALIKE = 0.4  # share of three-word runs from which on two texts are one story


def stories(rows):
    """A number for each row; rows whose texts are alike have the same one."""
    runs = []
    for row in rows:
        words = re.findall(r"\w+", row["text"].lower())
        runs.append({tuple(words[i:i + 3]) for i in range(max(1, len(words) - 2))})
    group = list(range(len(rows)))

    def first(i):
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    having = {}
    for i, mine in enumerate(runs):
        near = {other for run in mine for other in having.get(run, ())}
        for other in near:
            if len(mine & runs[other]) >= ALIKE * min(len(mine), len(runs[other])):
                group[first(i)] = first(other)
        for run in mine:
            having.setdefault(run, []).append(i)
    return [first(i) for i in range(len(rows))]


def fresh(arguments):
    network, labels, saved = load_state(arguments.state, arguments.pretrained)
    network.encoder.pieces.weight.requires_grad_(False)
    return network, labels, saved


def train(network, labels, windows, gold, arguments, pieces):
    wanted = [[n for n, name in enumerate(labels.categories) if n and joined(name) == label] for label in gold]
    for window, right in zip(windows, wanted):
        window.relate = right
    parameters = [p for name, p in network.named_parameters() if p.requires_grad and name.startswith(("encoder", "relation"))]
    optimizer = torch.optim.AdamW(parameters, lr=arguments.rate, weight_decay=0.01, betas=(0.9, 0.98))
    steps = arguments.epochs * ((len(windows) + arguments.batch - 1) // arguments.batch)
    warm = max(5, steps // 16)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min((n + 1) / warm, max(0.02, (steps - n) / (steps - warm))))
    generator = random.Random(arguments.seed)
    network.train()
    for _ in range(arguments.epochs):
        for batch in batches(windows, arguments.batch, generator):
            batch = [veiled(window, pieces.mask, generator, arguments.veil) for window in batch]
            ids, types, lengths = pad(batch)
            chances = F.log_softmax(network.relations(network.encoder(ids, types, lengths), types, lengths)[:, 1:], -1)
            # YIELD is CONCEDE and RETREAT together
            loss = -torch.stack([torch.logsumexp(row[[n - 1 for n in window.relate]], 0) for row, window in zip(chances, batch)]).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            scheduler.step()
    network.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", required=True)
    parser.add_argument("--pretrained", required=True)
    parser.add_argument("--marked", required=True)
    parser.add_argument("--out")
    parser.add_argument("--folds", type=int, default=5, help="0: none, for --out alone")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--veil", type=float, default=0.1, help="chance that the words of a marked party are hidden")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    pieces = Pieces(f"{arguments.pretrained}/vocab.txt")
    rows = load_jsonl(arguments.marked)
    gold, windows, group = [row["root15"] for row in rows], marked_windows(rows, pieces), stories(rows)
    order = sorted(set(group))
    random.Random(arguments.seed).shuffle(order)
    fold_of = {story: place % max(1, arguments.folds) for place, story in enumerate(order)}
    print(f"{len(rows)} pairs, {len(order)} stories", flush=True)
    said = [None] * len(rows)
    for fold in range(arguments.folds):
        network, labels, _ = fresh(arguments)
        here = [i for i in range(len(rows)) if fold_of[group[i]] == fold]
        rest = [i for i in range(len(rows)) if fold_of[group[i]] != fold]
        train(network, labels, [windows[i] for i in rest], [gold[i] for i in rest], arguments, pieces)
        with torch.no_grad():
            for i, answer in zip(here, answers(network, [windows[i] for i in here], labels, pad)):
                said[i] = answer
        print(f"fold {fold + 1}: {len(here)} pairs, " + macro([gold[i] for i in here], [said[i] for i in here]).split(";")[0], flush=True)
    if arguments.folds:
        print("all folds: " + macro(gold, said), flush=True)
    if arguments.out:
        network, labels, saved = fresh(arguments)
        train(network, labels, windows, gold, arguments, pieces)
        saved["network"] = network.state_dict()
        torch.save(saved, arguments.out)


if __name__ == "__main__":
    sys.exit(main())
