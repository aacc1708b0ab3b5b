# Small-scale analogue of the GPT-2 pre-training figure of 2410.05871, run by us.
# usage: gnuplot -c run-gpt.gp OUT.(pdf|svg) gpt.h5
#
# kind: figure
# title: Figure 6?, small-scale analogue: a character GPT on the King James text
# caption: Small-scale analogue, run by us; not the paper's figure. A GPT of 2 layers, 2 heads, 32
#   channels and a context of 32 characters on the King James text (4.4 million characters, the last tenth for validation); 2000 steps of 16 windows, warm-up 100,
#   cosine from 0.004 to 0.0004, weight decay 0.1, clipping 1. Validation loss over 64 fixed windows,
#   smallest so far of the mean of 3 seeds, band of 2.5 to 97.5 % of 1000 bootstrap means of the
#   current loss; right: the second half. At this size (0.1, 0.9), the pair of the paper's figure, leads
#   early and ends behind AdamW: this shows the mechanics, and the paper's order (0.1, 0.9) below
#   AdamW is checked on the authors' published files alone.
# alt: All three losses fall from 4.3 to about 1.9; (0.1, 0.9) is lowest until about step 1500, AdamW at the end, by 0.01 to 0.02.
# claims: 2410.05871-C18a 2410.05871-C18b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2410.05871-innaprop/published-draw.gp"
PANEL = "training"
QUANTITY = "validation_loss"
set multiplot layout 1, 2
set xlabel "training steps"
set ylabel "validation loss"
set xrange [0:2000]
set key top right samplen 1.2
load "experiments/2410.05871-innaprop/run-language-draw.gp"
set xrange [1000:2000]
set yrange [1.8:2.2]
unset key
unset ylabel
load "experiments/2410.05871-innaprop/run-language-draw.gp"
unset multiplot
