# 3-SAT as the search for a second Clarke subgradient: evaluations and time.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-gadget.gp OUT.(pdf|svg) gadget.h5
#
# kind: illustration
# title: A second Clarke subgradient costs 2ⁿ, a second conservative one next to nothing
# caption: Linear ReLU networks F made from 3-SAT formulas with n variables and 5n clauses, whose
#   Clarke subdifferential at 0 is {0} exactly when the formula is unsatisfiable (the construction
#   is ours). Left: sign vectors at which F must be evaluated until the first F = 1, mean over the
#   satisfiable ones of 10 random formulas, and 2ⁿ for the unsatisfiable ones; entries of the
#   matrices, and those visited to find two elements of the autodiff conservative gradient at 0.
#   Dots: structured formulas (Tseitin's, of prisms). Right: processor time of F at all sign
#   vectors, one at a time and 512 at a time, of one gradient by backpropagation, and of the two
#   conservative elements; medians over the formulas, measured on a shared machine. Dashed grey: 2ⁿ.
# alt: Left: evaluations on a logarithmic axis rise in straight lines with n, 2ⁿ for unsatisfiable
#   formulas; the entries visited stay nearly flat between 160 and 1700. Right: the times of both
#   exhaustive evaluations double with each variable; the times of one gradient and of two
#   conservative elements are nearly flat, microseconds.
# claims: 2206.01730-C11a 2206.01730-C11b 2206.01730-C12a 2206.01730-C12b 2206.01730-C12c 2206.01730-C12d 2206.01730-C13a 2206.01730-C13b 2206.01730-C14a 2206.01730-C14b 2206.01730-C14c
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 9.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(what, family) = sprintf("< build/bin/h5cols %s variables 'curves/%s[%s]'", DATA, what, family)
set datafile missing "NaN"

set multiplot layout 1, 2
set xlabel "variables n"
set logscale y 2
set format y "2^{%L}"
set key bmargin center vertical maxcols 1
set bmargin 12.5
set ylabel "evaluations, entries"
set yrange [1:*]
plot col("evaluations_unsatisfiable", "random") using 1:2 with linespoints linetype 2 dashtype 1 \
         title "unsatisfiable, random", \
     col("evaluations_unsatisfiable", "tseitin_odd") using 1:2 with points linetype 2 \
         pointtype 6 pointsize 1 title "unsatisfiable, prisms", \
     col("evaluations_satisfiable", "random") using 1:2 with linespoints linetype 1 dashtype 1 \
         title "satisfiable, random", \
     col("evaluations_satisfiable", "planted") using 1:2 with linespoints linetype 6 dashtype 1 \
         title "satisfiable, planted", \
     col("evaluations_satisfiable", "tseitin_even") using 1:2 with points linetype 1 \
         pointtype 4 pointsize 1 title "satisfiable, prisms", \
     col("entries", "random") using 1:2 with lines linetype 8 dashtype 3 \
         title "entries of the matrices", \
     col("visited", "random") using 1:2 with linespoints linetype 3 dashtype 1 \
         title "visited, two conservative elements"
unset logscale y
set logscale y
set ylabel "processor time (s)"
set format y "10^{%T}"
set yrange [1e-7:*]
plot col("seconds_scalar", "random") using 1:2 with linespoints linetype 2 dashtype 1 \
         title "F at all sign vectors, one by one", \
     col("seconds_network", "random") using 1:2 with linespoints linetype 1 dashtype 1 \
         title "512 at a time", \
     2e-9 * 2**x with lines linestyle 100 title "2^{n} × 2 ns", \
     col("seconds_gradient", "random") using 1:2 with linespoints linetype 5 dashtype 1 \
         title "one gradient", \
     col("seconds_element", "random") using 1:2 with linespoints linetype 3 dashtype 1 \
         title "two conservative elements"
unset multiplot
