# German credit: accuracies of minority and majority by epoch.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-tab-credit.gp OUT.(pdf|svg) tab_credit.h5
#
# kind: illustration
# title: German credit: accuracies until the minority is learned
# caption: Illustration, not a figure of the paper: a small-scale analogue. The paper's own experiment on tables could not be read. German
#   credit (UCI, CC BY 4.0), 63 inputs, MLP 63–64–2, SGD; best training accuracy so far, mean over three runs and ± one
#   sample deviation. The first three: A = 0 is the class "bad", of whose 300 rows 9, 30, 90 are kept, A = 1 the 700
#   "good". Last: A = 0 are the 310 women, A = 1 the 690 men, a control. Red: κ = τ = 90 %.
# alt: Four panels of accuracy over epochs on a log axis. In the first two the majority and all rows are above 90 % at
#   once and the minority rises from 0 only after 30 to 100 epochs; in the third after about 10; in the last the three
#   curves lie on one another.
# claims: 2505.13122-C21e 2505.13122-C21f 2505.13122-C21g 2505.13122-C21h
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 5.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
N = 4
array HEAD[4] = ["bad: 9 rows", "bad: 30 rows", "bad: 90 rows", "women: 310 rows"]
KAPPA = 90
load "experiments/2505.13122-bias-amplification/tab-curves-draw.gp"
