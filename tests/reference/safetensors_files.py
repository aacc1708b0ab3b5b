"""Files for check_safetensors.c, written by the package safetensors itself:

    python3 -m pip install numpy safetensors==0.4.5
    python3 tests/reference/safetensors_files.py tests/reference

types.safetensors has every type that is read, with values at the edges;
floats.safetensors has what our own writer must write byte for byte.
"""
import struct
import sys

import numpy as np
import safetensors
import safetensors.numpy

folder = sys.argv[1]

half = [0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x3C00, 0xC000, 0x3555, 0x7BFF, 0x7C00, 0xFC00, 0x7E00]
brain = [0x3F80, 0xC000, 0x0001, 0x7F7F, 0x7F80, 0x4049]
raw = lambda words: struct.pack("<%dH" % len(words), *words)
arrays = {
    "half": {"dtype": "float16", "shape": [3, 4], "data": raw(half)},
    "brain": {"dtype": "bfloat16", "shape": [6], "data": raw(brain)},
    "single": {"dtype": "float32", "shape": [2, 1, 2], "data": struct.pack("<4f", 1.5, -2.25, 3e38, 1e-45)},
    "double": {"dtype": "float64", "shape": [], "data": struct.pack("<d", 0.1)},
    "mask": {"dtype": "bool", "shape": [5], "data": bytes([1, 0, 1, 1, 0])},
    "index": {"dtype": "int64", "shape": [2], "data": struct.pack("<2q", -1, 50256)},
    "empty": {"dtype": "float32", "shape": [0, 7], "data": b""},
}
with open(folder + "/types.safetensors", "wb") as out:
    out.write(safetensors.serialize(arrays, {"note": "caf\u00e9"}))

floats = {
    "a.bias": np.array([0.1, -0.0, 1e300]),
    "h.0.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 8,
    "h.0.x\"y": np.array(7.25, dtype=np.float32),
}
safetensors.numpy.save_file(floats, folder + "/floats.safetensors", {"format": "np"})
