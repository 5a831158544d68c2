"""Reads files of safetensors: a u64 size, so many bytes of JSON that say where each tensor lies, then the tensors."""
import json

import numpy


def read(path):
    """{name: array} of the tensors of 32-bit floats; others are left out."""
    with open(path, "rb") as file:
        content = file.read()
    size = int.from_bytes(content[:8], "little")
    if size > len(content) - 8:
        raise SystemExit(f"{path}: not a file of safetensors: its header ends beyond the file")
    header = json.loads(content[8:8 + size])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            tensors[name] = numpy.frombuffer(content[8 + size + start:8 + size + end], "<f4").reshape(entry["shape"]).copy()
    return tensors
