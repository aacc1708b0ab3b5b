# Unroll length in a small meta-learning problem.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-meta.gp OUT.(pdf|svg) meta.h5
#
# kind: illustration
# title: How long to unroll
# caption: Eight small fits near a common point x. Left: distance of the unrolled gradient to the
#   implicit hypergradient at x = (1/2, 1/2) against the number k of inner steps, with ρ^k (dashed
#   grey). Right: where descent on the surrogate F_k ends: F_k and the bilevel value there, and what
#   is left of the lower gradient; dashed: bilevel value of the single-step multi-step scheme.
# alt: Left: a straight falling line on a logarithmic axis. Right: three falling curves for k = 1, 5,
#   20, 50.
# claims: 2502.09074-C23 2502.09074-C24a 2502.09074-C24b 2502.09074-C24c 2502.09074-C24d
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
gradient(y) = sprintf("< build/bin/h5cols %s gradient/k gradient/%s", DATA, y)
limit(y) = sprintf("< build/bin/h5cols %s limit/k limit/%s | tail -n 4", DATA, y)
single = real(system(sprintf("build/bin/h5cols %s limit/value | sed -n 2p", DATA)))

set multiplot layout 1, 2
set xlabel "inner steps k"
set ylabel "gradient error"
set logscale y
set format y "10^{%T}"
set xrange [0:310]
set yrange [1e-15:1]
set key top right
plot gradient("law") using 1:2 with lines linestyle 100 title "ρ^k", \
     gradient("error") using 1:2 with linespoints linetype 1 dashtype 1 title "unrolled − implicit"
set logscale xy
set format x "%g"
set xrange [0.9:60]
set xtics (1, 2, 5, 10, 20, 50)
set yrange [1e-4:1]
set ylabel "at the end of descent"
plot limit("surrogate") using 1:2 with linespoints linetype 1 dashtype 1 title "F_k", \
     limit("value") using 1:2 with linespoints linetype 2 dashtype 1 title "bilevel value", \
     limit("residual") using 1:2 with linespoints linetype 3 dashtype 1 title "|g_y|", \
     single with lines linestyle 100 title "single steps"
unset multiplot
