# The set of piggyback derivatives at a kink converges.
# usage: gnuplot -c illus-intervals.gp OUT.(pdf|svg) set_piggyback.h5
#
# kind: illustration
# title: A set of derivatives and its attractor
# caption: For the contraction F(x, θ) = max(x + θ, 0)/2 at its kink the derivatives of the k-th
#   iterate form an interval. Left: its ends, from J₀ = 5 (solid) and J₀ = −5 (dashed); grey, the
#   fixed interval [0, 1], which is the Clarke derivative of the limit. Middle: distance to it,
#   halved in every step. Right: random selections after many iterations, as a density on [0, 1].
# alt: Left, two funnels of lines that close in on the band from zero to one; middle, two straight
#   falling lines on a logarithmic axis; right, a histogram.
# claims: 2206.00457-C24
load "figures/style/style.gp"
WIDE = 1; HEIGHT = 6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
end(name, s) = sprintf("< build/bin/h5cols %s interval/k 'interval/%s[%d,:]'", DATA, name, s)
set multiplot layout 1, 3
set xlabel "iteration k"
set ylabel "derivative"
set xrange [0:12]
set yrange [-5.2:5.2]
set object 1 rectangle from graph 0, first 0 to graph 1, first 1 back \
    fillcolor rgb "#dddddd" fillstyle solid noborder
unset key
plot end("hi", 0) with lines linetype 1 dashtype 1, end("lo", 0) with lines linetype 1 dashtype 1, \
     end("hi", 1) with lines linetype 2 dashtype (5, 4), \
     end("lo", 1) with lines linetype 2 dashtype (5, 4)
unset object 1
set ylabel "distance to [0, 1]"
set logscale y
set format y "10^{%T}"
set xrange [0:40]
set yrange [1e-12:10]
set key top right
plot end("excess", 0) with lines linetype 1 dashtype 1 title "J_0 = 5", \
     end("excess", 1) with lines linetype 2 dashtype (5, 4) title "J_0 = −5"
unset logscale y
set format y "%g"
set xlabel "derivative"
set ylabel "density"
set xrange [0:1]
set yrange [0:*]
set boxwidth 0.025
unset key
plot sprintf("< build/bin/h5cols %s histogram/derivative histogram/density", DATA) \
     with boxes fillcolor rgb OI[6] fillstyle solid 0.7 linecolor rgb OI[1]
unset multiplot
