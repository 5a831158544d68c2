#!/usr/bin/env python3
"""Turn what train.py made into the model file that the program reads.

usage: train/accurate/export.py --state FOLDER/state.pt --pretrained FOLDER --out data/models/accurate.model
"""
import argparse

import torch

import model_file

HEAD_WIDTH = 32
SCALE = 8.0  # network.Network.SCALE


class Tensors(dict):
    """The entries of a model file, from torch."""

    def bytes(self, name, values):
        self[name] = model_file.quantise(values.detach().numpy())

    def floats(self, name, values):
        values = values.detach().numpy()
        self[name] = values[None, :] if values.ndim == 1 else values


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", required=True)
    parser.add_argument("--pretrained", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    saved = torch.load(arguments.state, weights_only=False, map_location="cpu")
    state = saved["network"]
    categories, modes, sectors = saved["labels"]
    with open(f"{arguments.pretrained}/vocab.txt", encoding="utf-8") as file:
        vocabulary = file.read().rstrip("\n").split("\n")
    encoder = {name.removeprefix("encoder."): values for name, values in state.items() if name.startswith("encoder.")}
    model = Tensors(model_file.encoder_entries(encoder, vocabulary, encoder["pieces.weight"].shape[1] // HEAD_WIDTH))
    model["heads.categories"], model["heads.modes"], model["heads.sectors"] = categories, modes, sectors
    for name in ("word", "turn", "mode", "factuality", "again", "query", "key", "special", "relation"):
        model.bytes(f"heads.{name}.w", state[f"{name}.weight"])
        model.floats(f"heads.{name}.b", state[f"{name}.bias"])
    for name in ("category", "relation_category"):
        model.bytes(f"heads.{name}.w", SCALE * state[f"{name}.weight"])
        model.floats(f"heads.{name}.b", SCALE * state[f"{name}.bias"])
    for name in ("fast", "fast_bias", "fast_factuality", "flag", "special_flag"):
        model.floats(f"heads.{name}", state[f"{name}.weight"])
    for name in ("query", "key", "special"):
        model.bytes(f"heads.country_{name}.w", saved["countries"][f"{name}.weight"])
        model.floats(f"heads.country_{name}.b", saved["countries"][f"{name}.bias"])
    for name in ("distance", "rank", "said", "said_special"):
        model.floats(f"heads.country_{name}", saved["countries"][f"{name}.weight"])
    for name in ("event", "party"):
        model.bytes(f"heads.sector_{name}.w", saved["sectors"][f"{name}.weight"])
        model.floats(f"heads.sector_{name}.b", saved["sectors"][f"{name}.bias"])
    model.floats("heads.sector_taken_for", saved["sectors"]["taken_for.weight"])
    model_file.write(arguments.out, model)


if __name__ == "__main__":
    main()
