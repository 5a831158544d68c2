"""Figures of a network on labelled windows, and on marked pairs of another gold file."""

import torch
from torch.nn import functional as F

from examples import Window, byte_offsets, load_jsonl, mark


def figures(network, windows, labels, pad, role_scores, size=48):
    """Words: F1 of events (at the gold's head words), mode, factuality and roles where the category is right."""
    found = wanted = right = fast_found = fast_right = modes = facts = 0
    roles, counted = [0, 0, 0], 0
    ordered = sorted(windows, key=lambda window: len(window.ids))
    for start in range(0, len(ordered), size):
        batch = ordered[start:start + size]
        ids, types, lengths = pad(batch)
        x = network.encoder(ids, types, lengths)
        for b, window in enumerate(batch):
            if not window.candidates:
                continue
            rows = x[b, torch.tensor([window.piece[c] for c in window.candidates])]
            fast = torch.tensor(window.fast)
            hidden = network.words(rows, fast)
            best = network.categories(rows, hidden, fast).argmax(-1).tolist()
            gold = {event["candidate"]: event for event in window.events}
            for place, candidate in enumerate(window.candidates):
                target = window.targets[place]
                is_event = target[0] == 0
                wanted += is_event and window.weights[place] == 1
                ok = is_event and target[best[place]] > 0
                optional = is_event and window.weights[place] < 1
                found += best[place] > 0 and not optional
                right += ok and not optional
                coded = window.fast[place] - 16
                fast_found += coded > 0 and not optional
                fast_right += coded > 0 and is_event and target[coded] > 0 and not optional
                if not ok or candidate not in gold or gold[candidate]["again"]:
                    continue
                event, here = gold[candidate], hidden[place]
                counted += 1
                chances = network.mode(here) + network.mode_mask[best[place]]
                modes += chances.argmax().item() in event["modes"]
                facts += (network.factuality(here) + network.fast_factuality.weight[event["fast_factuality"]]).argmax().item() == event["factuality"]
                scores = role_scores(network, x, b, window, event, network.query(here), network.special(here))
                for role, (named, other) in enumerate(event["roles"]):
                    top = scores[role].argmax().item()
                    pool = event["pool"]
                    roles[role] += pool[top] in named if top < len(pool) else (not named and top - len(pool) == other)
    f1 = lambda hit, given, asked: 2 * hit / max(1, given + asked)
    n = max(1, counted)
    return (f"words F1 {f1(right, found, wanted):.3f} (P {right / max(1, found):.3f} R {right / max(1, wanted):.3f}; fast at its heads "
            f"{f1(fast_right, fast_found, wanted):.3f}); mode {modes / n:.3f}, factuality {facts / n:.3f}, actor {roles[0] / n:.3f}, "
            f"recipient {roles[1] / n:.3f}, holder {roles[2] / n:.3f}")


def joined(name):
    """The 15 labels of PLV: CONCEDE and RETREAT are YIELD."""
    return "YIELD" if name in ("CONCEDE", "RETREAT") else name


def marked_windows(rows, pieces):
    """A window for each row of a gold file of marked pairs."""
    windows = []
    for row in rows:
        ids, offsets = pieces.split(row["text"])
        ids, offsets = ids[:126], offsets[:126]
        window = Window()
        window.ids = [pieces.cls, *ids, pieces.sep]
        window.types = [0] * len(window.ids)
        at = byte_offsets(row["text"])
        mark(window.types, 1, offsets, [[(at[span["start"]], at[span["end"]]) for span in row[side] if span["start"] is not None]
                                        for side in ("source", "target")])
        windows.append(window)
    return windows


def answers(network, windows, labels, pad, size=48):
    """The best of the 15 labels for each marked window."""
    said = [None] * len(windows)
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    for start in range(0, len(order), size):
        part = order[start:start + size]
        ids, types, lengths = pad([windows[i] for i in part])
        chances = F.softmax(network.relations(network.encoder(ids, types, lengths), types, lengths)[:, 1:], -1)
        for i, row in zip(part, chances):
            sums = {}
            for name, chance in zip(labels.categories[1:], row.tolist()):
                sums[joined(name)] = sums.get(joined(name), 0) + chance
            said[i] = max(sums, key=sums.get)
    return said


def macro(gold, said):
    """Macro-F1 and what goes into it."""
    scores = {}
    for name in sorted(set(gold)):
        hit = sum(g == s == name for g, s in zip(gold, said))
        scores[name] = 2 * hit / max(1, gold.count(name) + said.count(name))
    accuracy = sum(g == s for g, s in zip(gold, said)) / len(gold)
    return f"macro-F1 {sum(scores.values()) / len(scores):.3f}, accuracy {accuracy:.3f}; " + " ".join(f"{k} {v:.2f}" for k, v in scores.items())


def relate_figures(network, path, pieces, labels, pad):
    rows = load_jsonl(path)
    return macro([row["root15"] for row in rows], answers(network, marked_windows(rows, pieces), labels, pad))
