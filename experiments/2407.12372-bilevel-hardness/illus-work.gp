# Work of the enumeration.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-work.gp OUT.(pdf|svg) subset_sum.h5
#
# kind: illustration
# title: Exact decisions by enumeration: the work doubles with each bit
# caption: Illustration, not a figure of the paper. Vertices (x, y) evaluated for one decision of
#   subset-sum-interval, r = k/2, counted while they are: 2^{k+r}. Processor time (right axis) of two
#   enumerations in integers: sums of the first bits from a table and Gray code for the others,
#   and one Gray step a vertex. One measurement each.
# alt: A straight line of dots of slope one, and two lines of times parallel to it, a factor of
#   about fifteen apart.
# claims: 2407.12372-C17a 2407.12372-C17b
load "figures/style/style.gp"
HEIGHT = 6.8
call "figures/style/terminal.gp" ARG1
DATA = ARG2
get(what) = sprintf("< build/bin/h5cols %s work/bits work/%s", DATA, what)
set xlabel "k + r"
set ylabel "vertices evaluated"
set y2label "seconds"
set logscale y 2
set logscale y2 10
set format y "2^{%L}"
set format y2 "10^{%T}"
set ytics nomirror 64
set y2tics
set y2range [1e-8:1e3]
set yrange [2**4:2**34]
set xrange [5:*]
set key top left samplen 1.5
plot get("evaluations") using 1:2 with linespoints linetype 1 title "vertices", \
     get("plain") using 1:2 axes x1y2 with linespoints linetype 2 title "time, plain Gray code", \
     get("table") using 1:2 axes x1y2 with linespoints linetype 3 title "time, table and Gray code"
