# Kinks in a plane of parameters.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-kink-plane.gp OUT.(pdf|svg) kink_plane.h5
#
# kind: illustration
# title: Kinks of total variation denoising in a plane of parameters
# caption: Denoising of b + t sin(2π(i + ½)/n), n = 40, with weight λ. Left: cells of a grid of
#   128 × 128 at whose corners the pattern of the solution (which jumps it has, and their signs)
#   is not the same: the solution map has kinks on curves and is smooth between them. Right: the
#   share of such cells against the number M of cells along each side; dashed: slope −1, as for
#   curves of finite length, which have measure zero.
# alt: Left: a net of thin curves that bend and meet, denser at small weights. Right: the share falls
#   from one third to three per cent, more and more parallel to the dashed line.
# claims: 2212.07844-C17a 2212.07844-C17b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set multiplot layout 1, 2
unset key
set xrange [0:1]
set yrange [0.05:1.5]
set xlabel "tilt t"
set ylabel "weight λ"
plot sprintf("< build/bin/h5cols %s plane/t plane/lambda", DATA) using 1:2 \
         with points linetype 1 pointtype 5 pointsize 0.14
set logscale xy
set xrange [48:*]
set yrange [1e-2:1]
set format y "10^{%T}"
set xtics (64, 128, 256, 512, 1024, 2048)
set xlabel "cells M along each side"
set ylabel "share of kink cells"
set key top right
plot sprintf("< build/bin/h5cols %s fraction/grid fraction/fraction", DATA) using 1:2 \
         with linespoints linetype 1 title "kink cells / M²", \
     sprintf("< build/bin/h5cols %s fraction/grid fraction/guide", DATA) using 1:2 \
         with lines linestyle 100 title "slope −1"
unset multiplot
