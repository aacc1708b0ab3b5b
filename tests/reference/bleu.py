"""Reference values for check_bleu.c, by the package sacrebleu: its 13a tokeniser,
and corpus BLEU without smoothing and without case.  All texts have at least four
words, where it and the E2E metrics define the same.

    python3 -m pip install sacrebleu
    python3 tests/reference/bleu.py > tests/reference/bleu.txt

Lines, tab-separated: "c TEXT WORDS" a candidate and its words, "r TEXT" a reference
of the candidate above, and at the end "total HITS1..4 TOTAL1..4 R BLEU".
"""
import random

import sacrebleu
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

FIXED = [
    ("The Mill is a family-friendly pub near Café Sicilia.", ["The Mill is a pub near Café Sicilia. It's family-friendly.", "Near Café Sicilia, there is a pub called The Mill for families."]),
    ("It costs £20-25, or 1,234.56 in all; isn't that a lot?", ["It costs £20-25 (1,234.56 in all), isn't that a lot?"]),
    ("A &quot;cheap&quot; place &amp; a bar &lt;near&gt; the river...", ["A \"cheap\" place & a bar <near> the river."]),
    ("the the the the the the the", ["The cat is on the mat.", "There is a cat on the mat."]),
    ("5. in the city centre, at no. 5, 7.", ["5 . in the city centre , at no. 5, 7 ."]),
    ("No word of this matches", ["Everything else was something different there"]),
    ("Blue Spice <skipped> is a coffee shop.", ["Blue Spice is a coffee shop ."]),
    ("A [strange] {line} with |signs| ~ ^ ` _ \\ / @ # $ % * + = !", ["A [strange] line with signs ~ ^ ` _ \\ / @ # $ % * + = !"]),
    ("Point.,comma,. and.. 3.,4 ,.5 -6 7-8 9- x-y", ["Point . , comma , . and . . 3 ., 4 , .5 - 6 7 - 8 9 - x-y"]),
]
draw = random.Random(7)
names = ["The Eagle", "Aromi", "The Punter", "Cocum", "Blue Spice"]
for _ in range(40):
    bits = ["is a pub", "serves French food", "is near the river", "has a low rating", "is cheap", "welcomes children", "costs £30, or less"]
    name = draw.choice(names)
    texts = []
    for _ in range(1 + draw.randrange(4)):
        draw.shuffle(bits)
        texts.append(name + " " + draw.choice([", ", " and ", ". It "]).join(bits[: 2 + draw.randrange(4)]) + draw.choice([".", "", "!"]))
    draw.shuffle(bits)
    FIXED.append((name + " " + " and ".join(bits[: 2 + draw.randrange(4)]) + ".", texts))

words = Tokenizer13a()
most = max(len(refs) for _, refs in FIXED)
streams = [[refs[k] if k < len(refs) else None for _, refs in FIXED] for k in range(most)]
bleu = sacrebleu.corpus_bleu([c for c, _ in FIXED], streams, smooth_method="none", lowercase=True, tokenize="13a", force=True)
for candidate, refs in FIXED:
    print("c", candidate, words(candidate.lower()), sep="\t")
    for ref in refs:
        print("r", ref, sep="\t")
print("total", *bleu.counts, *bleu.totals, bleu.ref_len, "%.12f" % (bleu.score / 100), sep="\t")
