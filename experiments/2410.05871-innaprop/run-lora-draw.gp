# The validation curves of a fine-tuning of ours, laid out as the replots of the
# authors' curves: loss and perplexity, smallest so far of the mean over runs,
# with the bootstrap band of the current mean, which may leave the panel above.
set multiplot layout 1, 2
set xlabel "training steps"
set xrange [0:1000]
PANEL = "training"
QUANTITY = "validation_loss"
set ylabel "validation loss"
set key top right samplen 1.2
stats best(PANEL, QUANTITY, 1) using 2 name "LOSS" nooutput
set yrange [*:LOSS_max + 0.3 * (LOSS_max - LOSS_min)]
load "experiments/2410.05871-innaprop/run-language-draw.gp"
QUANTITY = "perplexity"
set yrange [*:*]
stats best(PANEL, QUANTITY, 1) using 2 name "PPL" nooutput
set yrange [*:PPL_max + 0.3 * (PPL_max - PPL_min)]
set ylabel "perplexity"
unset key
load "experiments/2410.05871-innaprop/run-language-draw.gp"
unset multiplot
