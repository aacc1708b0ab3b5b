# Figure 2 of 2206.00457: iterates and piggyback derivatives of three splittings.
# usage: gnuplot -c fig02.gp OUT.(pdf|svg) lasso.h5 covariance.h5 trend_filtering.h5
#
# kind: figure
# title: Three splitting algorithms and their piggyback derivatives
# caption: Relative error of the iterates (top) and of their derivatives with respect to the
#   regularisation weight, carried along by the piggyback recursion (bottom), against the
#   iteration. Left: forward-backward for the lasso; middle: Douglas-Rachford for sparse inverse
#   covariance selection; right: ADMM for trend filtering. Line: median over random problems
#   (lasso 100, the others 20; 4 and 3 at smoke, 100 each at paper scale); band: first to last
#   decile. Dashed grey, an addition of ours: decay by the median of the rates computed at the
#   limit. Layout from memory of the paper; the sizes of the problems, step sizes and the choice of
#   the parameter are ours.
# alt: Six panels with logarithmic errors. In each column iterates and derivatives fall along
#   straight lines of the same slope, that of the dashed line, down to rounding level, 1e-15.
#   Derivatives start to fall later than the iterates.
# claims: 2206.00457-C11a 2206.00457-C11b 2206.00457-C12 2206.00457-C13 2206.00457-C14a
#   2206.00457-C14b 2206.00457-C15 2206.00457-C16 2206.00457-C17 2206.00457-C19
#   2206.00457-C20a 2206.00457-C20b 2206.00457-C21a 2206.00457-C21b 2206.00457-C22a
#   2206.00457-C22b 2206.00457-C22c 2206.00457-C23
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 10
call "figures/style/terminal.gp" ARG1
array DATA[3] = [ARG2, ARG3, ARG4]
array NAME[3] = ["lasso\nforward-backward", "inverse covariance\nDouglas-Rachford", \
                 "trend filtering\nADMM"]
# the error of the fixed-point variable that is drawn on top
array ITERATE[3] = ["x_error", "z_error", "x_error"]
array LAST[3] = [200, 100, 1500]
array STEP[3] = [50, 25, 500]

band(i, q) = sprintf("< build/bin/h5cols %s iteration curves/%s_low curves/%s_high", \
    DATA[i], q, q)
line(i, q) = sprintf("< build/bin/h5cols %s iteration curves/%s", DATA[i], q)

set logscale y
set yrange [1e-16:10]
set ytics 1e-15, 1e5
set multiplot layout 2, 3 margins char 10, screen 0.97, char 3.6, screen 0.885 \
    spacing char 3.6, char 1.6
do for [row=1:2] {
  do for [i=1:3] {
    q = row == 1 ? ITERATE[i] : "jacobian_error"
    if (row == 1) { set title NAME[i] offset 0, -0.6 } else { unset title }
    set xrange [0:LAST[i]]
    set xtics STEP[i]
    set format x (row == 2 ? "%g" : "")
    set xlabel (row == 2 ? "iteration k" : "")
    set format y (i == 1 ? "10^{%T}" : "")
    set ylabel (i == 1 ? (row == 1 ? "error of the iterate" : "error of the derivative") : "")
    if (row == 1 && i == 1) { set key top right samplen 1.6 } else { unset key }
    plot band(i, q) using 1:2:3 with filledcurves \
             linecolor rgb OI[row] fillstyle transparent solid 0.25 noborder \
             title "deciles", \
         line(i, q."_median") using 1:2 with lines linetype row dashtype 1 title "median", \
         line(i, q."_guide") using 1:2 with lines linestyle 100 title "rate ρ"
  }
}
unset multiplot
