# Gradient methods answer YES on NO instances.  Illustration.
# usage: gnuplot -c illus-local-search.gp OUT.(pdf|svg) local_search.h5
#
# kind: illustration
# title: Gradient methods give wrong answers, more often the larger the problem
# caption: Illustration of the hardness theorem, not a figure of the paper. Projected gradient descent
#   on the lower level of subset-sum-interval, k integers, r = 2, with 1, 10 and 100 random starts
#   for each x, on NO instances (30 for each k; 5 at smoke scale). Left: share of instances on which
#   the best value found says YES, which is wrong. Right: share of the 2ᵏ vertices that are local
#   minima of the lower level, median and range over the instances; every
#   run ended in one of them.
# alt: Left: three curves that rise to one, later for more starts. Right: bars between 0.4 and 1.
# claims: 2407.12372-C19a 2407.12372-C19b 2407.12372-C19c 2407.12372-C19d 2407.12372-C19e 2407.12372-C19f
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array STARTS[3] = ["1 start", "10 starts", "100 starts"]
get(i) = sprintf("< build/bin/h5cols %s failure/k 'failure/rate[:,%d]'", DATA, i)
set multiplot layout 1, 2
set xlabel "integers k"
set ylabel "share of wrong answers"
set yrange [-0.05:1.1]
set offsets 0, 0.5, 0, 0
set xrange [3.5:*]
set xtics 2
set key outside top center maxrows 1 samplen 2
plot for [i=1:3] get(i-1) using 1:2 with linespoints linetype i title STARTS[i]
set ylabel "share of local minima"
set yrange [0:1.05]
unset key
set errorbars 0.6
plot sprintf("< build/bin/h5cols %s failure/k failure/minima_median failure/minima_low failure/minima_high", \
             DATA) using 1:2:3:4 with yerrorbars linetype 1 dashtype 1 pointtype 7
unset multiplot
