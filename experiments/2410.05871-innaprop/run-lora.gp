# Small-scale analogue of the LoRA figure of 2410.05871, run by us.
# usage: gnuplot -c run-lora.gp OUT.(pdf|svg) lora.h5
#
# kind: figure
# title: Appendix or Figure 7?, small-scale analogue: LoRA on E2E-like generated lines
# caption: Small-scale analogue, run by us; not the paper's figure. A GPT of 2 layers, 4 heads, 64
#   channels and 128 words of context, trained by AdamW on the texts alone (1000 steps), frozen, and
#   fine-tuned by low-rank branches (r = 4, a = 32, queries and values, dropout 0.1) to write texts from
#   meanings: 1000 steps of 8 lines, step size falling linearly from 0.01, decay 0.01, label smoothing
#   0.1. The lines are e2e-like generated lines of ours, not E2E. Loss and perplexity on 200 other
#   lines, per word, smallest so far of the mean of 2 seeds, band of bootstrap means of the current
#   one, which is mostly the difference between the two pre-trained networks; where it leaves the
#   panel the loss of one run rises for some steps (no clipping). This shows the mechanics, and
#   the paper's order is checked on the authors' published files alone.
# alt: Perplexity falls from 2.35 to about 2 for all three: AdamW 1.96, (0.1, 0.9) 1.98, (2, 2) 2.02;
#   the bands overlap.
# claims: 2410.05871-C19a
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
load "experiments/2410.05871-innaprop/run-lora-draw.gp"
