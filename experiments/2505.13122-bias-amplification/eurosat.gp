# Bluish images of EuroSAT.
# usage: gnuplot -c eurosat.gp OUT.(pdf|svg) eurosat.h5
#
# kind: figure
# title: EuroSAT: bluish images
# caption: EuroSAT, highways against rivers, A = 0 the 3 % bluest; the classes and the rule for blue are guesses of ours, the sizes those of the
#   authors' public code; ResNet-18 without batch normalisation, sum of squares, two runs. Best values so far, mean over the runs with a band of one sample deviation. Scores of training are gathered on the
#   mini-batches before each update. A run is shown until both A = 0 and all are above 90 % (dashed red).
# alt: Loss falls, accuracies rise; all images are above 90 % after some 150 epochs, A = 0 later; the test accuracy on A = 0 is that of A = 1 or higher.
# claims: 2505.13122-C18b 2505.13122-C20a 2505.13122-C20b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 5.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2505.13122-bias-amplification/eurosat-draw.gp"
