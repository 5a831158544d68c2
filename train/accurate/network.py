"""The encoder (BERT, Devlin et al. 2019, arXiv:1810.04805) and the heads over it.

Of each word that may be an event: category (prototypes that start from short descriptions), mode, factuality, whether it was told
before, and by pointing at heads of mentions its actor, its recipient and the holder of its attribution. Of two marked parties: the
category of what one does to the other.
"""
import json

import torch
from torch import nn
from torch.nn import functional as F

from encoder import load
from examples import SPECIALS, Labels

ROLES = 3
ROLE_WIDTH = 128
HIDDEN = 256
FAST = 33   # none, words of 16 categories, events of 16 categories
FLAGS = 9   # see examples.role_flags


class Layer(nn.Module):
    def __init__(self, width, heads, inner, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attention = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.output_norm = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.down_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask):
        batch, length, width = x.shape
        query, key, value = self.attention(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = self.output(seen.transpose(1, 2).reshape(batch, length, width))
        x = self.output_norm(x + F.dropout(seen, self.dropout, self.training))
        return self.down_norm(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class Encoder(nn.Module):
    def __init__(self, folder, dropout=0.1, types=4):
        super().__init__()
        with open(f"{folder}/config.json", encoding="utf-8") as file:
            config = json.load(file)
        width = config["hidden_size"]
        self.width, self.heads, self.dropout = width, config["num_attention_heads"], dropout
        self.pieces = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(128, width)
        self.types = nn.Embedding(types, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, self.heads, config["intermediate_size"], dropout)
                                    for _ in range(config["num_hidden_layers"]))
        with torch.random.fork_rng():  # so that a seed gives what it gave
            plain, _ = load(folder)
        self.take_over(plain.state_dict())

    def take_over(self, state):
        """The weights of the plain encoder; each further type begins near the one that it was made with."""
        state["positions.weight"] = state["positions.weight"][:len(self.positions.weight)]
        kind = state["types.weight"][0]
        further = (torch.arange(len(self.types.weight)) > 0)[:, None]
        state["types.weight"] = kind + 0.02 * torch.randn_like(self.types.weight) * further
        self.load_state_dict(state)

    def forward(self, ids, types, lengths):
        length = ids.shape[1]
        x = self.pieces(ids) + self.positions.weight[:length] + self.types(types)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        here = torch.arange(length)[None, :] < lengths[:, None]
        mask = here[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Network(nn.Module):
    def __init__(self, folder, labels, prototypes, dropout=0.1):
        super().__init__()
        self.encoder = Encoder(folder, dropout)
        width = self.encoder.width
        self.dropout = nn.Dropout(dropout)
        categories = len(labels.categories)
        self.fast = nn.Embedding(FAST, width)
        nn.init.normal_(self.fast.weight, std=0.02)
        self.word = nn.Linear(width, HIDDEN)       # of a word that may be an event
        self.turn = nn.Linear(HIDDEN, width)       # turned into the space of the prototypes
        self.category = nn.Linear(width, categories)
        self.fast_bias = nn.Embedding(FAST, categories)
        nn.init.zeros_(self.fast_bias.weight)
        self.mode = nn.Linear(HIDDEN, len(labels.modes))
        self.factuality = nn.Linear(HIDDEN, 5)
        self.fast_factuality = nn.Embedding(6, 5)
        nn.init.zeros_(self.fast_factuality.weight)
        self.again = nn.Linear(HIDDEN, 1)
        self.query = nn.Linear(HIDDEN, ROLES * ROLE_WIDTH)
        self.key = nn.Linear(width, ROLES * ROLE_WIDTH)
        self.special = nn.Linear(HIDDEN, ROLES * SPECIALS)
        self.flag = nn.Embedding(ROLES * FLAGS, 1)
        self.special_flag = nn.Embedding(ROLES * SPECIALS * 3, 1)
        for bias in (self.flag, self.special_flag):
            nn.init.zeros_(bias.weight)
        self.sector = nn.Linear(width, len(labels.sectors))
        self.relation = nn.Linear(3 * width, width)
        self.relation_category = nn.Linear(width, categories)
        with torch.no_grad():
            for head in (self.category, self.relation_category):
                head.weight[1:].copy_(prototypes)
                head.weight[0].zero_()
                head.bias.zero_()
            # At first the mean of the whole window speaks: what the prototypes were made of.
            self.relation.weight.zero_()
            self.relation.weight[:, :width].copy_(torch.eye(width))
            self.relation.bias.zero_()
            nn.init.normal_(self.turn.weight, std=0.02)
            nn.init.zeros_(self.turn.bias)

    SCALE = 8.0  # of prototypes against words: both have length 1 at first

    def words(self, rows, fast):
        """Of each word that may be an event: what the heads read."""
        return torch.tanh(self.word(self.dropout(rows + self.fast(fast))))

    def categories(self, rows, hidden, fast):
        turned = F.normalize(rows, dim=-1) + self.turn(hidden)
        return self.SCALE * self.category(turned) + self.fast_bias(fast)

    def relations(self, x, types, lengths):
        """x [batch, length, width] of windows with marks."""
        here = (torch.arange(x.shape[1])[None, :] < lengths[:, None])

        def mean(which):
            weight = which.float()
            return (x * weight[..., None]).sum(1) / weight.sum(1).clamp(min=1)[:, None]

        whole, source, target = mean(here), mean((types == 2) & here), mean((types == 3) & here)
        joined = torch.cat([F.normalize(one, dim=-1) for one in (whole, source, target)], -1)
        return self.SCALE * self.relation_category(self.relation(joined))


def prototypes_of(network_folder, pieces, descriptions):
    """The mean of each description's pieces after the encoder, of length 1: as the pre-training compares sentences."""
    encoder = Encoder(network_folder).eval()
    rows = []
    with torch.no_grad():
        for text in descriptions:
            ids, _ = pieces.split(text)
            ids = torch.tensor([[pieces.cls, *ids, pieces.sep]])
            x = encoder(ids, torch.zeros_like(ids), torch.tensor([ids.shape[1]]))
            rows.append(F.normalize(x[0].mean(0), dim=0))
    return torch.stack(rows)


def load_state(path, folder):
    """What train.py left in `path`: the network in reading mode, its labels, and all that is saved there."""
    saved = torch.load(path, weights_only=False)
    labels = Labels(*saved["labels"])
    network = Network(folder, labels, torch.zeros(len(labels.categories) - 1, 384))
    network.register_buffer("mode_mask", saved["network"]["mode_mask"])
    network.load_state_dict(saved["network"])
    return network.eval(), labels, saved
