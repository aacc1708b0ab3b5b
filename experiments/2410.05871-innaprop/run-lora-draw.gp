# The validation curves of a fine-tuning of ours, laid out as the replots of the
# authors' curves: loss and perplexity, smallest so far of the mean over runs,
# with the bootstrap band of the current mean.
set multiplot layout 1, 2
set xlabel "training steps"
set xrange [0:1000]
PANEL = "training"
QUANTITY = "validation_loss"
set ylabel "validation loss"
set key top right samplen 1.2
load "experiments/2410.05871-innaprop/run-language-draw.gp"
QUANTITY = "perplexity"
set ylabel "perplexity"
unset key
load "experiments/2410.05871-innaprop/run-language-draw.gp"
unset multiplot
