#!/usr/bin/env python3
"""Is our own encoder the one that it was made of? usage: check_encoder.py FOLDER [--program P] [--data ../shared] [--texts N]

FOLDER holds all-MiniLM-L6-v2 as its package does (config.json, model.safetensors, tokenizer.json, vocab.txt). Writes it as a model
file, runs the program on N texts, and compares with the reference: the pieces and their places with the package `tokenizers`; the
rows with torch in floats; and the rows after the first layer with torch where weights and inputs are rounded as ours are. (Later
layers make much of a byte that was rounded the other way.) Ends with status 1 where a piece, or a byte between two sets of
instructions, differs, or the rows are further apart than LEAST_COSINE and LEAST_COSINE_ROUNDED say.
"""
import argparse
import json
import os
import subprocess
import sys

import numpy
import tokenizers
import torch

import encoder as plain
import model_file

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LEAST_COSINE, LEAST_COSINE_ROUNDED = 0.97, 0.999  # of a piece's rows
# Where tokenizers go apart: accents, scripts, what is taken apart, what is dropped, what is too long.
ODD = ["", " ", "\t\n\r", "Café naïve façade Łódź Ørsted İstanbul IĞDIR ẞtraße", "e\u0301\u0323 A\u030A \u0301x", "北京和東京 kimono着物カタカナ",
       "대한민국 서울", "😀😃 👍🏽 🇫🇷 family: 👨‍👩‍👧", "¿Qué? «Non» “quoted” ‘it’s’ – — … • ·", "a\u200bb\u200dc\ufeffd\u00adde", "\u00a0\u2003\u3000x",
       "U.S.-led anti-war $3.5bn 50% (AT&T) @user #tag_1 a/b\\c ^~`|", "Ａｆｕｌｌｗｉｄｔｈ １２３", "ﬁne ŉ ǅ ﬀ", "Привет Ёлка Йод", "Ελλάδα ΣΊΣΥΦΟΣ ͵",
       "مرحبا بِكُم", "שָׁלוֹם", "हिन्दी में", "ภาษาไทย", "\U0001d400\U0001d7d8", "x" * 100, "x" * 101, "é" * 101 + " ok", "zzxqj" * 18, "a" * 99 + "é",
       "\x7f\x01a\x0bb\x0cc\x85d", "½ ² № ℃ ™ Å Ω K", "\u1100\u1161\u11a8", "a\ufffdb", "\ue000private\ue000", "ﷺ ﷻ", "豈更車 \U0002f800"]


def texts_of(data, count):
    """Texts and sentences of the gold files, in turns, and the odd ones."""
    sources = []
    for name in sorted(os.listdir(f"{data}/data/gold")):
        if name.endswith(".jsonl"):
            texts = []
            with open(f"{data}/data/gold/{name}", encoding="utf-8") as lines:
                for line, _ in zip(lines, range(400)):
                    text = json.loads(line).get("text")
                    if isinstance(text, str):
                        texts += [part for part in text.replace("\0", " ").replace(". ", ".\n").split("\n") if part][:6]
            sources.append(texts)
    texts = list(ODD)
    for i in range(400):
        texts += [source[i] for source in sources if i < len(source)]
    return texts[:count]


def run(program, model, texts, *task):
    done = subprocess.run([program, model, *task], input=b"".join(text.encode() + b"\0" for text in texts),
                          stdout=subprocess.PIPE, check=True)
    return done.stdout


def check_pieces(program, model, texts, reference):
    """The ids of each text; counts what differs from the reference."""
    wrong, all_ids = 0, []
    for text, line in zip(texts, run(program, model, texts, "pieces").decode().split("\n")):
        ours = [tuple(map(int, piece.replace("-", ":").split(":"))) for piece in line.split()]
        theirs = reference.encode(text, add_special_tokens=False)
        starts = numpy.cumsum([0] + [len(character.encode()) for character in text])
        wanted = [(id, starts[start], starts[end]) for id, (start, end) in zip(theirs.ids, theirs.offsets)]
        all_ids.append([id for id, _, _ in ours])
        if ours != wanted:
            wrong += 1
            if wrong <= 5:
                print(f"pieces differ: {text!r}\n  ours   {ours}\n  theirs {[tuple(map(int, one)) for one in wanted]}")
    return wrong, all_ids


def round_rows(x):
    """As RoundedRows of src/nn/kernels.h."""
    least, largest = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
    span = largest - least
    up = torch.where(span > 0, 127 / span, torch.zeros_like(span))
    zero = torch.floor(-least * up + 0.5)
    return (torch.floor(x * up + zero + 0.5).clamp(0, 127) - zero) * (span / 127)


def rounded_encoder(folder, entries):
    """The encoder with weights and inputs of products rounded as in the model file."""
    encoder, _ = plain.load(folder)
    encoder.pieces.weight.data = torch.from_numpy(entries["encoder.pieces"].values())
    for name, module in encoder.named_modules():
        if isinstance(module, torch.nn.Linear):
            entry = entries[f"encoder.{name.removeprefix('layers.')}.w"]
            module.weight.data = torch.from_numpy(entry.values())
            module.register_forward_pre_hook(lambda _, inputs: (round_rows(inputs[0]),))
    return encoder


def rows_of(encoder, ids):
    with torch.no_grad():
        pieces = torch.tensor([ids])
        return encoder(pieces, torch.zeros_like(pieces), torch.ones_like(pieces))[0].numpy()


def cosines(a, b):
    return (a * b).sum(-1) / numpy.linalg.norm(a, axis=-1) / numpy.linalg.norm(b, axis=-1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--program", default=f"{ROOT}/build/release/bench/encode_texts")
    parser.add_argument("--data", default=f"{ROOT}/../shared")
    parser.add_argument("--model", default=f"{ROOT}/build/encoder.krnm", help="where the model file is written")
    parser.add_argument("--texts", type=int, default=1000)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    encoder, vocabulary = plain.load(arguments.folder)
    entries = model_file.encoder_entries(encoder.state_dict(), vocabulary, encoder.layers[0].heads)
    model_file.write(arguments.model, entries)
    reference = tokenizers.Tokenizer.from_file(f"{arguments.folder}/tokenizer.json")
    reference.no_padding()
    reference.no_truncation()
    texts = texts_of(arguments.data, arguments.texts)
    wrong, all_ids = check_pieces(arguments.program, arguments.model, texts, reference)
    print(f"pieces                     {wrong} of {len(texts)} texts differ, {sum(map(len, all_ids))} pieces")

    cls, sep = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    most, width = encoder.positions.weight.shape
    all_ids = [[cls, *ids[:most - 2], sep] for ids in all_ids]
    outputs = {}
    for name in ("avx512", "avxvnni", "avx2", "portable"):
        done = subprocess.run([arguments.program, arguments.model, "rows", name], input=b"a\0", capture_output=True)
        if done.returncode == 0:
            outputs[name] = run(arguments.program, arguments.model, texts, "rows", name)
    same = len(set(outputs.values())) == 1
    print(f"sets                       {', '.join(outputs)}: {'the same bytes' if same else 'DIFFERENT BYTES'}")
    first = {name: value for name, value in entries.items() if name.split(".")[1] not in map(str, range(1, 99))}
    model_file.write(arguments.model + ".first", first)
    first_output = run(arguments.program, arguments.model + ".first", texts, "rows", "best")
    rounded = rounded_encoder(arguments.folder, entries)
    rounded.layers = rounded.layers[:1]
    least = {}
    for name, output, other in (("torch, floats", next(iter(outputs.values())), encoder),
                                ("torch, rounded, one layer", first_output, rounded)):
        rows = numpy.frombuffer(output, "<f4").reshape(-1, width)
        piece, whole, off, at = [], [], [], 0
        for ids in all_ids:
            ours, theirs = rows[at:at + len(ids)], rows_of(other, ids)
            at += len(ids)
            piece.append(cosines(ours, theirs))
            whole.append(cosines(ours.mean(0), theirs.mean(0)))
            off.append(numpy.abs(ours - theirs).mean())
        piece = numpy.concatenate(piece)
        least[name] = piece.min()
        print(f"{name:26} cosine of pieces: mean {piece.mean():.5f}, least {piece.min():.5f}; of means of texts: "
              f"mean {numpy.mean(whole):.5f}, least {numpy.min(whole):.5f}; mean difference {numpy.mean(off):.5f}")
    good = least["torch, floats"] >= LEAST_COSINE and least["torch, rounded, one layer"] >= LEAST_COSINE_ROUNDED
    sys.exit(0 if good and same and wrong == 0 else 1)


if __name__ == "__main__":
    main()
