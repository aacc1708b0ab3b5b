# Images of another tone, small network.
# usage: gnuplot -c analogue-eurosat.gp OUT.(pdf|svg) eurosat.h5
#
# kind: figure
# title: Images of another tone (small-scale analogue)
# caption: Small-scale analogue of a figure of the authors, not one of them: Fashion-MNIST, T-shirts against shirts, 2000 of each, of which 62 of each are shown as a
#   negative of half the contrast (A = 0); a network with 64 hidden units, sum of squares, three runs. Best values so far, mean over the runs with a band of one sample deviation. Scores of training are gathered on the
#   mini-batches before each update. A run is shown until both A = 0 and all are above 90 % (dashed red).
# alt: Loss falls, accuracies rise; all images are above 90 % after some 150 epochs, A = 0 later; the test accuracy on A = 0 is that of A = 1 or higher.
# claims: 2505.13122-C18a 2505.13122-C20a 2505.13122-C20b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 5.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2505.13122-bias-amplification/eurosat-draw.gp"
