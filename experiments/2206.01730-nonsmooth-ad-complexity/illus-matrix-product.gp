# Directional derivatives along all axes: operations and times.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-matrix-product.gp OUT.(pdf|svg) matrix_product.h5
#
# kind: illustration
# title: Derivatives along all p axes are a matrix product; a gradient is not
# caption: F(x) = |ABx|₁ with random sign matrices A, B of size p. Left: operations for its
#   directional derivatives along the p axes by p forward sweeps, by a classical and by Strassen's
#   product AB (down to 1 × 1), and for one gradient by a reverse sweep. Middle: the first three
#   over the first; Strassen's product takes fewer than the sweeps from p = 1024 on. Right: processor time, medians over repetitions,
#   measured on a shared machine; Strassen's recursion stops at 64, above three loops;
#   the tape's forward mode takes several directions at once. Numbers:
#   log-log slopes, of the operations at the largest p, of the times for p ≥ 128.
# alt: Left: three lines of slope 3, 3 and 2.81 lie close together, the reverse sweep below them
#   with slope 2. Right: times of the forward sweeps on top, then plain loops and Strassen, then
#   BLAS; the reverse sweep is hundreds of times faster at p = 512.
# claims: 2206.01730-C7a 2206.01730-C7b 2206.01730-C7c 2206.01730-C8 2206.01730-C9
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 9.0
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array COUNTED[4] = ["forward", "classical", "strassen", "reverse"]
array COUNTEDNAME[4] = ["p forward sweeps", "classical product", "Strassen's product", "one reverse sweep"]
array TIMED[7] = ["forward", "tape_forward", "loops", "strassen", "blas", "reverse", "tape_reverse"]
array TIMEDNAME[7] = ["p forward sweeps", "the same, tape", "product, loops", \
    "product, Strassen", "product, BLAS", "one reverse sweep", "the same, tape"]
array TIMEDTYPE[7] = [1, 1, 2, 3, 5, 4, 4]
array TIMEDDASH[7] = [1, 3, 1, 1, 1, 1, 3]
slope(path) = real(system(sprintf("build/bin/h5cols %s '%s' | tail -n 1", DATA, path)))
set datafile missing "NaN"

set multiplot layout 1, 3
set bmargin 12
set logscale xy
set key bmargin center vertical maxcols 1
set xlabel "inputs p"
set ylabel "operations"
set format x "10^{%T}"
set format y "10^{%T}"
set yrange [1:*]
plot for [i=1:4] sprintf("< build/bin/h5cols %s count/size 'count/operations[%s]'", DATA, COUNTED[i]) \
    using 1:2 with linespoints linetype i dashtype 1 pointsize 0.4 \
    title sprintf("%s (%.2f)", COUNTEDNAME[i], slope("count/slope[".COUNTED[i].",11]"))
set ylabel "operations / p sweeps"
unset logscale y
set format y "%g"
set yrange [0.5:2.1]
plot for [i=1:3] sprintf("< build/bin/h5cols %s count/size 'count/relative[%s]'", DATA, COUNTED[i]) \
    using 1:2 with linespoints linetype i dashtype 1 pointsize 0.4 title COUNTEDNAME[i]
set logscale y
set format y "10^{%T}"
set yrange [*:*]
set ylabel "processor time (s)"
set format x "%g"
set xtics (32, 128, 512, 2048)
set xrange [28:1.15*real(system(sprintf("build/bin/h5cols %s time/size | tail -n 1", DATA)))]
plot for [i=1:7] sprintf("< build/bin/h5cols %s time/size 'time/seconds[%s]'", DATA, TIMED[i]) \
    using 1:2 with linespoints linetype TIMEDTYPE[i] dashtype TIMEDDASH[i] \
    title sprintf("%s (%.2f)", TIMEDNAME[i], slope("time/slope[".TIMED[i]."]"))
unset multiplot
