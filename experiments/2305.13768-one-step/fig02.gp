# Figure 2 of 2305.13768: time of one gradient against the size of the problem.
# usage: gnuplot -c fig02.gp OUT.(pdf|svg) newton.h5 qp.h5
#
# kind: figure
# title: Figure 2: time of one gradient: interior point and Newton's method
# caption: Elapsed time of computing one gradient, the solve included, against the number of
#   parameters of the problem. Left: interior-point solver of a quadratic program. Right:
#   Newton's method for logistic regression. "None" is the solve without any gradient. Lines:
#   mean over random data sets (5 for each size; 2 at smoke scale), each timed as the mean of
#   two calls after a warm-up; bands: plus and minus one standard deviation over the data sets.
#   The dashed curve is an addition to the figure of the paper: autodiff that keeps the matrix
#   factors of the solve instead of computing them again.
# alt: Two panels of curves that grow with the number of parameters. In both, none, implicit
#   and one-step nearly coincide and autodiff lies clearly above them; autodiff with stored
#   factors lies close to the lower three.
# claims: 2305.13768-C1 2305.13768-C2 2305.13768-C3 2305.13768-C4a 2305.13768-C4b
#   2305.13768-C5a 2305.13768-C5b 2305.13768-C6a 2305.13768-C6b 2305.13768-C7a 2305.13768-C7b
#   2305.13768-C8a 2305.13768-C8b 2305.13768-C9a 2305.13768-C9b 2305.13768-C9c
#   2305.13768-C22a 2305.13768-C22b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
NEWTON = ARG2; QP = ARG3

WORD = "solve_only implicit one_step unrolled"
array NAME[4] = ["None", "Implicit", "One step", "Autodiff"]
col(file, word) = sprintf("< build/bin/h5cols %s timing/parameters timing/wall_mean[%s] ".\
    "timing/wall_low[%s] timing/wall_high[%s]", file, word, word, word)
veil(i) = "#c8".OI[i][2:7]
# distance of the ticks: at most six of them up to x thousand
spacing(x) = x > 1000 ? 500 : x > 300 ? 100 : x > 100 ? 50 : x > 30 ? 10 : 5

set multiplot layout 1, 2
set xlabel "number of parameters (thousands)"
set ylabel "time of one gradient (s)"
set yrange [0:*]
# half of the legend in each panel, so that it stays clear of the curves
set key top left
do for [panel=1:2] {
  FILE = panel == 1 ? QP : NEWTON
  set title panel == 1 ? "Interior point for QP" : "Newton for logistic regression"
  stats col(FILE, "solve_only") using ($1/1000) nooutput
  set xtics spacing(STATS_max)
  plot for [i=1:4] col(FILE, word(WORD, i)) using ($1/1000):3:4 \
           with filledcurves fillcolor rgb veil(i) notitle, \
       for [i=1:4] col(FILE, word(WORD, i)) using ($1/1000):2 \
           with linespoints linetype i dashtype 1 linewidth (i == 1 ? 3.2 : 1.6) \
           title ((i <= 3) == (panel == 1) ? NAME[i] : ""), \
       col(FILE, "unrolled_stored") using ($1/1000):3:4 \
           with filledcurves fillcolor rgb veil(4) notitle, \
       col(FILE, "unrolled_stored") using ($1/1000):2 \
           with linespoints linetype 4 dashtype (5, 4) pointtype 12 \
           title (panel == 2 ? "Autodiff, factors stored" : "")
}
unset multiplot
