# Growth of the set of all heavy-ball derivatives at a kink, against momentum.
# usage: gnuplot -c illus-hull.gp OUT.(pdf|svg) hull.h5
#
# kind: illustration
# title: How fast can derivatives of heavy ball grow?
# caption: The two sides of the kink of Figure 3 give two Jacobians of a heavy-ball step. Left:
#   largest norm of all products of k of them applied to (1, 1), computed exactly as the farthest
#   vertex of a convex polygon, for five momenta β. Right: growth per step, fitted over the later
#   half of the iterations (dots), with the growth along the 4-cycle M₁M₁M₂M₂ (solid) and along the
#   best cycle of 11 (dashed). Derivatives can grow where the dots are above 1, from β of about
#   0.69 on; the 4-cycle grows from β = 0.70693 on. Heavy ball itself converges below the vertical
#   line, β = 0.7724.
# alt: Left, five curves on a logarithmic axis, three falling and two rising. Right, growth factor
#   rising with momentum through the level one before the vertical line.
# claims: 2206.00457-C5 2206.00457-C7 2206.00457-C8 2206.00457-C9a 2206.00457-C9b 2206.00457-C9c
load "figures/style/style.gp"
WIDE = 1; HEIGHT = 7
call "figures/style/terminal.gp" ARG1
DATA = ARG2
# positions of β = 0.5, 0.65, 0.69, 0.7, 0.75 on the axis
array INDEX[5] = [0, 8, 11, 12, 15]
array NAME[5] = ["0.5", "0.65", "0.69", "0.7", "0.75"]
curve(i) = sprintf("< build/bin/h5cols %s hull/k 'hull/norm[%d,:]'", DATA, INDEX[i])
set multiplot layout 1, 2
set logscale y
set format y "10^{%T}"
set xlabel "iteration k"
set ylabel "largest norm of a derivative"
set xrange [0:400]
set yrange [1e-16:1e16]
set ytics 1e-16, 1e8
unset mytics
set key top left
plot for [i=1:5] curve(i) using 1:2 with lines linetype i dashtype 1 title "β = ".NAME[i]
unset logscale y
set format y "%g"
set xlabel "momentum β"
set ylabel "growth per step"
set xrange [0.49:0.78]
set yrange [0.84:1.06]
set ytics autofreq
set arrow 1 from 0.7723635, graph 0 to 0.7723635, graph 1 nohead linecolor rgb "#808080" dashtype (5, 4)
set arrow 2 from graph 0, first 1 to graph 1, first 1 nohead linecolor rgb "#808080" linewidth 1
plot sprintf("< build/bin/h5cols %s hull/beta hull/cycle4", DATA) \
         with lines linetype 1 dashtype 1 title "4-cycle", \
     sprintf("< build/bin/h5cols %s hull/beta hull/cycle11", DATA) \
         with lines linetype 3 dashtype (5, 4) title "best of 11", \
     sprintf("< build/bin/h5cols %s hull/beta hull/growth", DATA) \
         with points linetype 2 pointtype 7 title "all products"
unset multiplot
