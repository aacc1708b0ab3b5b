# Over the barrier.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-double-well.gp OUT.(pdf|svg) double_well.h5
#
# kind: illustration
# title: How far an adversary can go
# caption: f = (x² − 1)² with constant errors of size ε: limits from 0.9 under +ε and from 1.1 under
#   −ε (points). Lines: the interval around the minimiser 1 in which |f'| ≤ ε, which an adversary
#   can reach; its lower end ceases to exist at ε = 8/(3√3) = 1.54 (dashed), where the iterates
#   cross to the other well.
# alt: A tongue that opens from 1 as the error grows, with points on both edges, and one point at
#   −1.16 beyond a dashed vertical line.
# claims: 2404.19517-C13 2404.19517-C14
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
well(s) = sprintf("< build/bin/h5cols %s well/eps 'well/x[%s]'", DATA, s)
edge(s) = sprintf("< build/bin/h5cols %s exact/eps exact/%s", DATA, s)
set datafile missing "NaN"
set xrange [0:1.65]
set yrange [-1.4:1.7]
set xlabel "size ε of the errors"
set ylabel "limit"
set arrow 1 from 1.5396, graph 0 to 1.5396, graph 1 nohead linestyle 100
set key at graph 0.04, 0.4 left top
plot edge("lower") using 1:2 with lines linetype 1 dashtype 1 title "roots of |f'| = ε", \
     edge("upper") using 1:2 with lines linetype 1 dashtype 1 notitle, \
     well("plus") using 1:2 with points linetype 2 pointsize 0.8 title "errors +ε, from 0.9", \
     well("minus") using 1:2 with points linetype 3 pointsize 0.8 title "errors −ε, from 1.1"
