# Losses along gradient descent of two classes, small network.
# usage: gnuplot -c analogue-trajectory.gp OUT.(pdf|svg) trajectory.h5
#
# kind: figure
# title: Trajectories of two classes (small-scale analogue)
# caption: Small-scale analogue of a figure of the authors, not one of them: Fashion-MNIST, 30 shirts (A = 0) and 1000 pullovers (A = 1), a
#   network with 64 hidden units, ascent until ℒ > 1.4. Losses of A = 0, of A = 1 and of all along full-batch gradient descent of ℒ, the first 5 records
#   dropped. Left: after 150 steps on ℓ1 alone and an ascent on ℒ. Middle and right: from the parameters as drawn; the same steps, as far as the
#   accuracy on A = 0, or of all, is above 99 %. One run.
# alt: Left: ℓ0 falls from above 10 over some 700 steps. Middle: ℓ1 first rises while ℓ0 falls, then both fall slowly. Right: the beginning of the middle
#   panel, three to four times shorter.
# claims: 2505.13122-C16a 2505.13122-C16b 2505.13122-C17a 2505.13122-C17b 2505.13122-C18a
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2505.13122-bias-amplification/trajectory-draw.gp"
