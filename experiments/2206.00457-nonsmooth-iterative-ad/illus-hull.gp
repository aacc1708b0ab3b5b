# Growth of all piggyback derivatives of the heavy ball, against its inertia.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-hull.gp OUT.(pdf|svg) hull.h5
#
# kind: illustration
# title: The worst selection for the heavy ball
# caption: The function of figure 3 at its kink, step 1, inertia β. Left: largest norm of all 2ᵏ
#   products of k derivatives, computed exactly through planar convex hulls. Right: its fitted
#   growth in one step (k from 100 to 400) for 18 values of β, and that of two periodic products:
#   period 4 (left, left, right, right), which exceeds 1 from β = 0.70693 on, and the best of
#   period 11. Vertical line: β = 0.77236, below which the heavy ball itself converges linearly.
#   Between them iterates converge and derivatives may not.
# alt: Left: five curves on a logarithmic axis, falling for β up to 0.69, rising for 0.70 and 0.75.
#   Right: growth factors rising from 0.88 to 1.045, crossing 1 near 0.69, with the curve of period 4
#   slightly below the points and crossing 1 near 0.707, left of the vertical line.
# claims: 2206.00457-C5 2206.00457-C7 2206.00457-C8 2206.00457-C9a 2206.00457-C9b
#   2206.00457-C9c
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
# positions on the axis of beta
array AT[5] = [0, 8, 11, 12, 15]
array NAME[5] = ["0.50", "0.65", "0.69", "0.70", "0.75"]
col(i) = sprintf("< build/bin/h5cols %s growth/iteration 'growth/largest[%d]'", DATA, AT[i])
cycle(l) = sprintf("< build/bin/h5cols %s growth/beta 'growth/cycle[:,%d]'", DATA, l - 1)

set multiplot layout 1, 2
set xlabel "iteration k"
set ylabel "largest |J_k|"
set logscale y
set format y "10^{%T}"
set xrange [0:400]
set yrange [1e-14:1e8]
set ytics 1e-12, 1e4
set key bottom right
plot for [i=1:5] col(i) using 1:2 with lines linetype i dashtype 1 title "β = ".NAME[i]
unset logscale
set ytics autofreq
set format y "%g"
set xlabel "inertia β"
set ylabel "growth in one step"
set xrange [0.49:0.79]
set yrange [0.84:1.08]
set key top left
set arrow 1 from 0.77236354, 0.84 to 0.77236354, 1.08 nohead linestyle 100
set label 1 "heavy ball stable" at 0.768, 0.87 right textcolor rgb "#707070"
set arrow 2 from 0.49, 1 to 0.79, 1 nohead linecolor rgb "#000000" linewidth 0.8
plot cycle(11) using 1:2 with lines linetype 3 dashtype 1 title "best product of 11", \
     "< build/bin/h5cols ".DATA." four_cycle/beta four_cycle/factor" using 1:2 \
         with lines linetype 2 dashtype 1 title "period 4", \
     "< build/bin/h5cols ".DATA." growth/beta growth/factor" using 1:2 \
         with points linetype 1 pointtype 7 title "all products"
unset multiplot
