# Where training on everything amounts to training on the majority.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-alignment.gp OUT.(pdf|svg) alignment.h5
#
# kind: illustration
# title: Gradients of everything and of the majority
# caption: Illustration, not a figure of the paper; small-scale analogue of its setting: Fashion-MNIST, 30 shirts (A = 0) and 1000 pullovers (A = 1) in one batch,
#   a network with 64 hidden units. Left: along gradient descent from the start, cosine of the angle between ∇ℒ and ∇ℓ1, and the ratio
#   n0 ‖∇ℓ0‖ / (n1 ‖∇ℓ1‖), below 1 where the majority dominates. Right: both at random parameters, drawn as at the start and
#   scaled; all on the left of the dashed line have a positive cosine, by a proposition of ours.
# alt: Left: the cosine starts at 1, falls below 0 at once and varies about 0 later; the ratio jumps from 0.01 to 30 and settles at 1. Right: points of
#   scales 0.3 and 1 near cosine 1, at ratios below 0.5; those of scale 3 spread from ratio 0.00001 to 6, some with a
#   negative cosine, all of these beyond ratio 1.
# claims: 2505.13122-C22a 2505.13122-C22b 2505.13122-C22c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array SCALE[3] = ["0.3", "1", "3"]
path(name) = sprintf("< build/bin/h5cols %s path/step path/%s", DATA, name)
draws(i) = sprintf("< build/bin/h5cols %s 'draws/ratio[%d]' 'draws/cosine[%d]'", DATA, i, i)
set datafile missing "NaN"
set multiplot layout 1, 2 margins 0.08, 0.985, 0.16, 0.96 spacing 0.16, 0
set logscale x
set xlabel "step (from 1)" offset 0, 0.4 + LIFT
set ylabel "cosine of ∇ℒ and ∇ℓ_1" offset 0.8
set yrange [-1.05:1.05]
set logscale y2
set y2range [0.005:200]
set y2tics format "%g"
set y2label "ratio" offset -1.6
set xrange [1:*]
set key bottom right
plot 0 with lines linestyle 100 notitle, \
     path("cosine") using ($1 + 1):2 with lines linetype 1 linewidth 1 title "cosine", \
     path("ratio") using ($1 + 1):2 axes x1y2 with lines linetype 2 dashtype 1 linewidth 1 title "ratio"
unset y2tics
unset y2label
set xlabel "ratio n_0 ‖∇ℓ_0‖ / (n_1 ‖∇ℓ_1‖)" offset 0, 0.4 + LIFT
set xrange [1e-5:10]
set format x "10^{%T}"
set key bottom left title "scale"
set arrow from 1, -1.05 to 1, 1.05 nohead linestyle 100
plot for [i=0:2] draws(i) using 1:2 with points linetype i+1 pointsize 0.4 title SCALE[i+1]
unset multiplot
