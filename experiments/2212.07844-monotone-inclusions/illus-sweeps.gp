# Solutions of five monotone inclusions along one parameter.  Illustration, not a
# figure of the paper.
# usage: gnuplot -c illus-sweeps.gp OUT.(pdf|svg) chain_rule.h5
#
# kind: illustration
# title: Solutions along a parameter, and their kinks
# caption: Coordinates of the solution against one parameter: weights of the elastic net (60) as λ_1
#   varies, the signal of total variation denoising (40), dual variables of a support vector
#   machine (40) as the bound C and as the width σ vary, the deblurred signal (32), weights of robust regression on the
#   stack-loss data (3). Ticks at the bottom mark kinks, where the active set or a sign changes:
#   26, 32, 62, 31, 10 and 18 of them at the default sizes; everywhere else the solution is
#   differentiable. The problems are instances of the paper's three settings, chosen by us.
# alt: Six panels of curves that are piecewise smooth, with corners at the marked parameters: weights
#   that leave zero one after the other, samples that merge into constant pieces, dual variables
#   that stop at the bound.
# claims: 2212.07844-C19 2212.07844-C21a 2212.07844-C21b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 10
call "figures/style/terminal.gp" ARG1
DATA = ARG2
NAMES = "net tv svm_C svm_sigma deblur robust"
array TITLE[6] = ["elastic net", "total variation", "support vectors", "support vectors", \
    "deblurring", "robust regression"]
array LABEL[6] = ["λ_1", "λ", "C", "σ", "λ", "κ"]
array AXIS[6] = ["w_i", "x_i", "α_i", "α_i", "x_i", "w_i"]
curve(i, what) = sprintf("< build/bin/h5cols %s curve_%s/%s", DATA, word(NAMES, i), what)
line(i, j) = sprintf("< build/bin/h5cols %s curve_%s/parameter 'curve_%s/x[%d]'", \
    DATA, word(NAMES, i), word(NAMES, i), j)
unset key
set xtics autofreq
set y2range [0:1]
set multiplot layout 2, 3 margins char 8, screen 0.985, char 3, screen 0.935 \
    spacing char 7, char 5
do for [i=1:6] {
  stats curve(i, "coordinate") using 1 nooutput
  N = STATS_records
  if (i > 1) { set logscale x; set format x "%g"; set xtics 10 } else { set xtics 0.5 }
  if (i == 4) { set xtics (0.5, 1, 2) }
  set title TITLE[i] offset 0, -0.6
  set xlabel LABEL[i] offset 0, 0.4 + LIFT
  set ylabel AXIS[i] offset 1, 0
  plot curve(i, "kink_parameter") using 1:(0.06) axes x1y2 with impulses \
           linecolor rgb "#707070" linewidth 0.8, \
       for [j=0:N-1] line(i, j) using 1:2 with lines linecolor rgb OI[j % 6 + 1] dashtype 1 \
           linewidth 0.9
}
unset multiplot
