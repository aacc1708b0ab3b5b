"""Reference encodings for check_bpe.c, independent of the C code: the definition
in tame/bpe.h written out plainly with the package regex, and compared with the
package tokenizers, which must agree on every text.

    python3 -m pip install regex tokenizers
    python3 tests/reference/bpe.py encoder.json vocab.bpe > tests/reference/bpe.txt

One text a line: its UTF-8 bytes in hexadecimal (- when there are none), then its
tokens.  Random texts have no characters younger than Unicode 14, which is the
oldest version of PCRE2's tables on the systems supported.
"""
import json
import random
import sys
import unicodedata

import regex
import tokenizers

encoder = json.load(open(sys.argv[1], encoding="utf-8"))
lines = open(sys.argv[2], encoding="utf-8").read().split("\n")
merges = [tuple(line.split()) for line in lines[1:] if line]
rank = {pair: k for k, pair in enumerate(merges)}

WORD = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")
printable = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or b >= 174]
others = [b for b in range(256) if b not in printable]
letter = {b: chr(b) for b in printable} | {b: chr(256 + k) for k, b in enumerate(others)}


def encode_word(word):
    parts = [letter[b] for b in word.encode()]
    while True:
        pairs = [(rank[p], i) for i, p in enumerate(zip(parts, parts[1:])) if p in rank]
        if not pairs:
            return [encoder[p] for p in parts]
        _, i = min(pairs)
        parts[i : i + 2] = [parts[i] + parts[i + 1]]


def encode(text):
    words = WORD.findall(text)
    assert "".join(words) == text
    return [t for w in words for t in encode_word(w)]


peer = tokenizers.Tokenizer(tokenizers.models.BPE(encoder, merges))
peer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)

# White_Space, a space of the C1 controls, and characters that look like spaces
# but are not: U+001C, U+180E, U+200B, U+FEFF
SPACES = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\x1c\u180e\u200b\ufeff"
TEXTS = [
    "",
    "a",
    " ",
    "Hello world",
    "Hello, world! It's 2024; they've said \"don't\", I'm sure we'll see she'd go, you're O'Neil's.",
    "'S 'T'RE 'll'd''s",
    "name : Blue Spice | Type : coffee shop | area : city centre||A coffee shop in the city centre area called Blue Spice . ",
    "First Citizen:\nBefore we proceed any further, hear me speak.\n\nAll:\nSpeak, speak.\n",
    "   three spaces,  two,\ttabs\t\t\tand\r\nlines \n \n  end   ",
    "x = 3.14159e-10; // 1,234,567 0x7F\n\tif (a[i] != b) { return -1; }",
    "caf\u00e9 cafe\u0301 na\u00efve \u00a330 \u20ac5 \u00bd \u00b2 \u2167 \u0663\u0664 \u4e09",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u3002\ud55c\uad6d\uc5b4 \u0939\u093f\u0928\u094d\u0926\u0940 \u0e44\u0e17\u0e22",
    "\U0001f600\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7 \U0001d4d0\U0001d7d9",
    "<|endoftext|>",
    "a\0b\x01\x7f\x80",
    "\ue000\uffff\U0010ffff\ufffd",
    "a" * 300,
    "ab" * 150 + "!?" * 40 + "0123456789" * 12,
    " " * 70 + "x" + "\n" * 33,
    " SolidGoldMagikarp rawdownloadcloneembedreportprint",
    "".join("a" + c + "b" + c + c + "." for c in SPACES),
    "".join("a " + c + "b" for c in SPACES),
]
draw = random.Random(5)
assigned = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
common = "etaoinshr dlu'st re'll  \n\n.,!?0123456789ETA\t\u00e9\u4e00\u00a0"
for k in range(12):
    TEXTS.append("".join(draw.choice(assigned) for _ in range(20)))
    TEXTS.append("".join(draw.choice(common) for _ in range(60)))
    TEXTS.append("".join(draw.choice(common if draw.random() < 0.8 else SPACES) for _ in range(40)))

for text in TEXTS:
    tokens = encode(text)
    if peer.encode(text).ids != tokens:
        sys.exit("tokenizers differs on %r" % text)
    print(text.encode().hex() or "-", *tokens)
