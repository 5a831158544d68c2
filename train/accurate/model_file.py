"""Reads and writes the model file of src/nn/model_file.h: named tensors and lists of strings, with a format version and a checksum.

A tensor is an array of float32 of two dimensions, or `Bytes` for one of int8 with a scale a row; a list of strings is a list.
"""
import struct
from typing import NamedTuple

import numpy

MAGIC, VERSION = b"KRNM", 1
BYTES, FLOATS, STRINGS = 0, 1, 2


class Bytes(NamedTuple):
    """value = byte * scale of its row"""
    bytes: numpy.ndarray   # int8 [rows x columns]
    scales: numpy.ndarray  # float32 [rows]

    def values(self):
        return self.bytes.astype(numpy.float32) * self.scales[:, None]


def quantise(values):
    """Rounds to int8 with a scale a row, bit for bit as `quantise` of src/nn/model_file.cc."""
    values = numpy.ascontiguousarray(values, numpy.float32)
    top = numpy.abs(values).max(axis=1, keepdims=True)
    steps = (values / numpy.where(top > 0, top, 1) * numpy.float32(127)).astype(numpy.float64)
    rounded = numpy.trunc(steps + numpy.copysign(0.5, steps))  # halves away from 0, as C's lround
    return Bytes(rounded.astype(numpy.int8), (top[:, 0] / numpy.float32(127)).astype(numpy.float32))


def hash64(content):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in content:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def format(entries):
    """The bytes of a file of {name: tensor or list of strings}."""
    parts = [struct.pack("<I", len(entries))]
    # Tensors first, each kind in the order of its names, as the C++ side writes them.
    for name, value in sorted(entries.items(), key=lambda entry: (isinstance(entry[1], list), entry[0].encode())):
        parts.append(struct.pack("<I", len(name.encode())) + name.encode())
        if isinstance(value, Bytes):
            rows, columns = value.bytes.shape
            if value.bytes.dtype != numpy.int8 or value.scales.shape != (rows,):
                raise ValueError(f"{name}: not int8 rows with a scale each")
            parts += [struct.pack("<BII", BYTES, rows, columns), value.bytes.tobytes(), value.scales.astype("<f4").tobytes()]
        elif isinstance(value, list):
            if any("\0" in item for item in value):
                raise ValueError(f"{name}: a string with a zero byte")
            text = b"".join(item.encode() + b"\0" for item in value)
            parts += [struct.pack("<BIII", STRINGS, len(value), 1, len(text)), text]
        else:
            if value.ndim != 2:
                raise ValueError(f"{name}: of {value.ndim} dimensions, not 2")
            parts += [struct.pack("<BII", FLOATS, *value.shape), numpy.asarray(value, "<f4").tobytes()]
    body = b"".join(parts)
    return MAGIC + struct.pack("<IQ", VERSION, hash64(body)) + body


def write(path, entries):
    with open(path, "wb") as file:
        file.write(format(entries))


def parse(content, path="a model"):
    """{name: tensor or list of strings} of a file's bytes; ValueError with the path where they are not one."""
    if content[:4] != MAGIC or struct.unpack_from("<I", content, 4)[0] != VERSION:
        raise ValueError(f"{path}: not a model of version {VERSION}")
    if struct.unpack_from("<Q", content, 8)[0] != hash64(content[16:]):
        raise ValueError(f"{path}: its checksum is wrong")
    at, entries = 16, {}

    def take(form):
        nonlocal at
        values = struct.unpack_from(form, content, at)
        at += struct.calcsize(form)
        return values

    def array(dtype, count):
        nonlocal at
        values = numpy.frombuffer(content, dtype, count, at).copy()
        at += values.nbytes
        return values

    for _ in range(take("<I")[0]):
        name = bytes(take(f"<{take('<I')[0]}s")[0]).decode()
        kind, rows, columns = take("<BII")
        if kind == BYTES:
            entries[name] = Bytes(array("i1", rows * columns).reshape(rows, columns), array("<f4", rows))
        elif kind == FLOATS:
            entries[name] = array("<f4", rows * columns).reshape(rows, columns)
        elif kind == STRINGS:
            entries[name] = take(f"<{take('<I')[0]}s")[0].decode().split("\0")[:-1]
        else:
            raise ValueError(f"{path}: the entry {name} is of an unknown kind")
    if at != len(content):
        raise ValueError(f"{path}: bytes follow its last entry")
    return entries


def read(path):
    with open(path, "rb") as file:
        return parse(file.read(), path)


def encoder_entries(state, vocabulary, heads, name="encoder"):
    """What src/nn/transformer.h loads, of the state of an encoder: {tensor of the network: float array}, with the network's names
    (pieces.weight, layers.0.attention.weight ...)."""
    floats = {key: numpy.asarray(value, numpy.float32) for key, value in state.items()}
    entries = {f"{name}.vocabulary": list(vocabulary),
               f"{name}.heads": numpy.full((1, 1), heads, numpy.float32),
               f"{name}.pieces": quantise(floats["pieces.weight"]),
               f"{name}.positions": floats["positions.weight"],
               f"{name}.types": floats["types.weight"]}
    for key, values in floats.items():
        if key in ("pieces.weight", "positions.weight", "types.weight"):
            continue
        part, kind = key.removeprefix("layers.").rsplit(".", 1)
        entry = f"{name}.{part}.{'w' if kind == 'weight' else 'b'}"
        entries[entry] = quantise(values) if values.ndim == 2 else values[None]
    return entries
