"""The plain encoder all-MiniLM-L6-v2 in torch, as its weights' folder gives it: the reference that our own inference is checked
against, and what bench/against_onnx hands to ONNX Runtime. Shape: BERT (Devlin et al. 2019, arXiv:1810.04805)."""
import json
import math

import torch
from safetensors.torch import load_file

EPSILON = 1e-12


class Layer(torch.nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.attention = torch.nn.Linear(width, 3 * width)  # query, key, value
        self.output = torch.nn.Linear(width, width)
        self.output_norm = torch.nn.LayerNorm(width, eps=EPSILON)
        self.up = torch.nn.Linear(width, inner)
        self.down = torch.nn.Linear(inner, width)
        self.down_norm = torch.nn.LayerNorm(width, eps=EPSILON)

    def forward(self, x, mask):
        batch, length, width = x.shape
        head = width // self.heads
        query, key, value = (part.view(batch, length, self.heads, head).transpose(1, 2)
                             for part in self.attention(x).split(width, dim=-1))
        scores = query @ key.transpose(-1, -2) / math.sqrt(head) + mask
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        x = self.output_norm(x + self.output(mixed))
        return self.down_norm(x + self.down(torch.nn.functional.gelu(self.up(x))))


class Encoder(torch.nn.Module):
    """pieces, types [batch x length] of ids, mask [batch x length] (1: a piece, 0: padding) → [batch x length x width]."""

    def __init__(self, vocabulary, positions, types, width, heads, inner, layers):
        super().__init__()
        self.pieces = torch.nn.Embedding(vocabulary, width)
        self.positions = torch.nn.Embedding(positions, width)
        self.types = torch.nn.Embedding(types, width)
        self.norm = torch.nn.LayerNorm(width, eps=EPSILON)
        self.layers = torch.nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))

    def forward(self, pieces, types, mask):
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.pieces(pieces) + self.positions(places)[None] + self.types(types))
        closed = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, closed)
        return x


def load(folder):
    """The encoder of a folder that holds config.json and model.safetensors, ready to run, and its vocabulary."""
    with open(f"{folder}/config.json", encoding="utf-8") as file:
        config = json.load(file)
    if config["hidden_act"] != "gelu" or config["layer_norm_eps"] != EPSILON:
        raise SystemExit(f"{folder}/config.json: not an encoder with exact GELU and epsilon {EPSILON}")
    with open(f"{folder}/vocab.txt", encoding="utf-8") as file:
        vocabulary = file.read().split("\n")[:config["vocab_size"]]
    tensors = load_file(f"{folder}/model.safetensors")
    encoder = Encoder(config["vocab_size"], config["max_position_embeddings"], config["type_vocab_size"],
                      config["hidden_size"], config["num_attention_heads"], config["intermediate_size"],
                      config["num_hidden_layers"])
    state = {"pieces.weight": tensors["embeddings.word_embeddings.weight"],
             "positions.weight": tensors["embeddings.position_embeddings.weight"],
             "types.weight": tensors["embeddings.token_type_embeddings.weight"]}

    def copy(name, source):
        for part in ("weight", "bias"):
            state[f"{name}.{part}"] = tensors[f"{source}.{part}"]

    copy("norm", "embeddings.LayerNorm")
    for n in range(config["num_hidden_layers"]):
        ours, theirs = f"layers.{n}", f"encoder.layer.{n}"
        for part in ("weight", "bias"):
            state[f"{ours}.attention.{part}"] = torch.cat(
                [tensors[f"{theirs}.attention.self.{kind}.{part}"] for kind in ("query", "key", "value")])
        copy(f"{ours}.output", f"{theirs}.attention.output.dense")
        copy(f"{ours}.output_norm", f"{theirs}.attention.output.LayerNorm")
        copy(f"{ours}.up", f"{theirs}.intermediate.dense")
        copy(f"{ours}.down", f"{theirs}.output.dense")
        copy(f"{ours}.down_norm", f"{theirs}.output.LayerNorm")
    encoder.load_state_dict(state)
    return encoder.eval(), vocabulary
