# Census income: accuracies of minority and majority by epoch.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-tab-adult.gp OUT.(pdf|svg) tab_adult.h5
#
# kind: illustration
# title: Census income: accuracies of minority and majority
# caption: Illustration, not a figure of the paper, whose own experiment on tables could not be read; that it used this table is believed,
#   not known. Census income (Adult, UCI, CC BY 4.0; the user supplies it), AdamW, an MLP with 64 hidden units at the default scale,
#   TabNet at paper scale; best training accuracy so far, mean over runs and ± one sample deviation. First two: A = 0 is the class ">50K", 3 and
#   10 % of its 7841 rows kept. Third: A = 0 are the 1179 women with ">50K". Last: A = 0 are the 10,771 women, a control.
#   Red: κ = 50 %; τ = 80 %.
# alt: Four panels of accuracy over epochs on a log axis. In the first two the majority is at 100 % and the minority stays
#   low; in the third the minority passes 50 % after two epochs, far below the majority; in the last it is above the
#   majority from the first epoch on.
# claims: 2505.13122-C21i 2505.13122-C21j
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 5.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
N = 4
array HEAD[4] = [">50K: 235 rows", ">50K: 784 rows", "women, >50K: 1179", "women: 10,771"]
KAPPA = 50
load "experiments/2505.13122-bias-amplification/tab-curves-draw.gp"
