# Implicit Jacobians against differences and piggyback.  Illustration, not a
# figure of the paper.
# usage: gnuplot -c illus-jacobian.gp OUT.(pdf|svg) jacobian.h5
#
# kind: illustration
# title: The implicit conservative Jacobian by other routes
# caption: All entries of the Jacobian of the solution with respect to all parameters at eight generic
#   points of six problems (elastic net, group elastic net, total variation at three weights,
#   support vector machine, deblurring, robust regression). Left: central differences against
#   the implicit formula. Right: number of entries by their distance to the implicit one, for
#   central differences (steps 1e-5, 1e-6 for total variation) and for the limit of piggyback
#   differentiation; distances below 1e-17 are counted there.
# alt: Left: all points lie on the diagonal. Right: distances to central differences lie between
#   1e-13 and 1e-8, those to piggyback limits below 1e-14 but for a few up to 1e-9.
# claims: 2212.07844-C1 2212.07844-C2 2212.07844-C3a 2212.07844-C3b 2212.07844-C4a
#   2212.07844-C4b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
POINTS = "net group tv_0.05 tv_0.3 tv_1 svm deblur robust"
array SHOWN[6] = [1, 2, 4, 6, 7, 8]
array TITLE[6] = ["elastic net", "groups", "total variation", "support vectors", \
    "deblurring", "robust"]
entries(i) = sprintf("< build/bin/h5cols %s %s/implicit %s/difference", DATA, \
    word(POINTS, i), word(POINTS, i))
set multiplot layout 1, 2
set xlabel "entry, implicit formula"
set ylabel "entry, central differences"
set key top left
set xrange [-4:3]
set yrange [-4:3]
plot x with lines linestyle 100 notitle, \
     for [i=1:6] entries(SHOWN[i]) using 1:2 with points linetype i pointsize 0.35 title TITLE[i]
set logscale xy
set format xy "10^{%T}"
set xlabel "distance to the implicit entry"
set ylabel "entries"
set xrange [1e-17:1e-7]
set xtics 1e2
set yrange [0.7:*]
set key top right
hist(what) = sprintf("< build/bin/h5cols %s histogram/error histogram/%s", DATA, what)
plot hist("difference") using 1:($2 > 0 ? $2 : NaN) with linespoints linetype 1 \
         title "central differences", \
     hist("piggyback") using 1:($2 > 0 ? $2 : NaN) with linespoints linetype 2 \
         title "piggyback limit"
unset multiplot
