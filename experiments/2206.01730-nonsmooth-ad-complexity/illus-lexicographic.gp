# Lexicographic gradients against backpropagation at lattice points.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-lexicographic.gp OUT.(pdf|svg) lexicographic.h5
#
# kind: illustration
# title: A Clarke subgradient by forward differentiation costs p directions
# caption: Random linear ReLU networks with p inputs and three hidden layers of 2p units, at 200
#   lattice points, where many ReLUs have the argument 0. Left: part of the points where
#   backpropagation with relu'(0) = a gives another vector than the lexicographic gradient, which
#   is always a Clarke subgradient. Right: processor time of both over that of one evaluation,
#   measured on a shared machine; dashed grey: 1 + p, the numbers that the lexicographic gradient
#   carries, and 2, the passes over the matrices of backpropagation.
# alt: Left: for p = 4 backpropagation differs at 62 to 85 percent of the points, for p = 64 at
#   nearly all, for every a. Right: backpropagation stays near 1.5 evaluations; the lexicographic
#   gradient rises with p.
# claims: 2206.01730-C16 2206.01730-C17a 2206.01730-C17b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
SIZES = int(system(sprintf("build/bin/h5cols %s inputs | grep -vc '#'", DATA)))
set datafile missing "NaN"

set multiplot layout 1, 2
set xlabel "relu'(0) = a"
set ylabel "part of the points that differ"
set xrange [-0.05:1.05]
set yrange [0:1.05]
set key at graph 0.5, graph 0.46 center center maxrows 4 samplen 1.5
plot for [i=1:SIZES] sprintf("< build/bin/h5cols %s lexicographic/derivative " . \
    "'lexicographic/fraction[%d]'", DATA, i-1) using 1:2 with linespoints linetype (i == 7 ? 8 : i) dashtype 1 \
    title sprintf("p = %d", 2**i)
set xlabel "inputs p"
set ylabel "time over one evaluation"
set logscale xy 2
set xrange [*:*]
set yrange [0.9:*]
set format y "%g"
set key inside top left
cost(what) = sprintf("< build/bin/h5cols %s inputs cost/%s", DATA, what)
plot 2 with lines linestyle 100 notitle, cost("columns") using 1:2 with lines linestyle 100 title "1 + p, 2", \
     cost("lexicographic") using 1:2 with linespoints linetype 2 dashtype 1 \
         title "lexicographic gradient", \
     cost("backpropagation") using 1:2 with linespoints linetype 1 dashtype 1 \
         title "backpropagation"
unset multiplot
