# Small-scale analogue of the LoRA figure of 2410.05871 on real lines, run by us.
# usage: gnuplot -c run-lora-e2e.gp OUT.(pdf|svg) lora_e2e.h5
#
# kind: figure
# title: Appendix or Figure 7?, small-scale analogue: LoRA on E2E
# caption: Small-scale analogue, run by us; not the paper's figure. As the run on generated lines, on
#   lines of E2E (4000 of the validation split to train on, 200 of the test split to validate on): a
#   GPT of 2 layers, 4 heads, 64 channels, 128 words of context, trained on the texts alone, frozen,
#   and fine-tuned by low-rank branches. Loss and perplexity per word (the paper's are per byte-pair token of
#   GPT-2), smallest so far of the mean of 2 seeds, band of bootstrap means of the current one. It is high
#   because the test split has words that the training lines have not. This shows the mechanics; the paper's order is checked on the authors' published files alone.
# alt: Perplexity falls unevenly from 54 to about 48 for all three, mostly in the first half; the bands
#   overlap.
# claims: 2410.05871-C19b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
load "experiments/2410.05871-innaprop/run-lora-draw.gp"
