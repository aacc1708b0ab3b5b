# What a constant step leaves on |x|^p / p.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-step-floor.gp OUT.(pdf|svg) step_floor.h5
#
# kind: illustration
# title: The step and the error share the blame
# caption: Left: no errors; tail of |x_k| on |x|ᵖ/p against the constant step a, with the amplitude
#   (a/2)^{1/(2−p)} of the stable 2-cycle (dashed) for 1 < p < 2; for p = 1 the amplitude depends on
#   the start, and is below a (dotted). Right: p = 1.5 with outward errors; colour: log10 of the tail
#   over ε². Below the line a = 4ε the tail is ε², the error's; above it the step decides.
# alt: Left: four rising straight lines, the steeper the larger p. Right: a chessboard of colours, one
#   even dark triangle below a diagonal line, and brighter cells above it.
# claims: 2404.19517-C5a 2404.19517-C5b 2404.19517-C6 2404.19517-C7
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[4] = ["1", "1.25", "1.5", "1.75"]
col(i, what) = sprintf("< build/bin/h5cols %s floor/step 'floor/%s[%d]'", DATA, what, i - 1)
set multiplot layout 1, 2
set logscale xy
set format "10^{%T}"
set xrange [3e-3:0.35]
set yrange [1e-16:1]
set xlabel "constant step a"
set ylabel "tail of |x_k|, no errors"
set key bottom right
plot for [i=2:4] col(i, "exact") using 1:2 with lines linestyle 100 notitle, \
     x with lines linestyle 100 dashtype (1, 3) notitle, \
     for [i=1:4] col(i, "tail") using 1:2 with points linetype i title "p = ".NAME[i], \
     keyentry with lines linestyle 100 title "(a/2)^{1/(2−p)}", \
     keyentry with lines linestyle 100 dashtype (1, 3) title "a"
set xlabel "size ε of the errors"
set ylabel "constant step a"
unset logscale
set format "%g"
set xrange [-3.1:-0.2]
set yrange [-3.4:-0.5]
set palette defined (0 "#0b3c6f", 0.5 "#56B4E9", 1 "#E69F00", 2 "#F0E442")
set cbrange [0:4]
set cblabel "log_{10}(tail/ε²)"
unset grid
set key at graph 0.02, 0.97 left top
set xtics ("10^{-3}" -3, "10^{-2}" -2, "10^{-1}" -1)
set ytics ("10^{-3}" -3, "10^{-2}" -2, "10^{-1}" -1)
plot sprintf("< build/bin/h5cols %s map/eps map/step map/quotient", DATA) using 1:2:3 with image notitle, \
     x + log10(4) with lines linetype 8 dashtype 1 title "a = 4ε"
unset multiplot
