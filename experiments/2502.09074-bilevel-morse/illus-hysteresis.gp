# Hysteresis of the single-step multi-step scheme.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-hysteresis.gp OUT.(pdf|svg) hysteresis.h5 fold.h5
#
# kind: illustration
# title: Without the Morse condition the scheme may cycle
# caption: Single-step multi-step on y⁴/4 − y²/2 − xy with f = y²/2: the bilevel value is least at
#   x = 0. Left: orbit for α = 10⁻³ (dots) on the curve of critical points (grey); y follows a branch
#   to its fold and falls to the other one. Right: x against the time t = αk for three steps α; the
#   folds are at ±0.385 (dashed grey).
# alt: Left: dots along the outer parts of an S-shaped curve and two vertical jumps. Right: three
#   saw-tooth waves between about plus and minus 0.4.
# claims: 2502.09074-C6a 2502.09074-C6b 2502.09074-C6c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
FOLD = ARG3
set datafile missing "NaN"
orbit(i, x, y) = sprintf("< build/bin/h5cols %s 'orbit/%s[%d]' 'orbit/%s[%d]'", DATA, x, i, y, i)
array ALPHA[4] = ["10^{-2}", "5·10^{-3}", "2·10^{-3}", "10^{-3}"]

set multiplot layout 1, 2
set xlabel "x"
set ylabel "y"
set xrange [-0.6:0.6]
set yrange [-1.5:2]
set key top left
plot sprintf("< build/bin/h5cols %s curve/x curve/y", FOLD) using 1:2 with lines linestyle 100 \
         dashtype 1 title "critical points", \
     orbit(3, "x", "y") using 1:2 with points linetype 2 pointtype 7 pointsize 0.25 \
         title "(x_k, y_k), α = 10^{-3}"
set xlabel "t = α k"
set ylabel "x"
set xrange [0:12]
set yrange [-0.55:0.75]
set key top right horizontal maxrows 2
plot 0.3849 with lines linestyle 100 notitle, -0.3849 with lines linestyle 100 title "folds", \
     for [i in "0 2 3"] orbit(int(i), "t", "x") using 1:2 with lines \
         linetype (i eq "0" ? 2 : i eq "2" ? 3 : 1) dashtype 1 \
         title sprintf("α = %s", ALPHA[int(i)+1])
unset multiplot
