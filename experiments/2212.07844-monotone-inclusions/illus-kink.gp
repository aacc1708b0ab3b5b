# The formula at one kink.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-kink.gp OUT.(pdf|svg) tv.h5
#
# kind: illustration
# title: The conservative Jacobian at a kink
# caption: Dual of total variation denoising at its 6th breakpoint. Left: the coordinate of u that
#   leaves its bound there, with the tangents of both sides. Right: with the element a ∈ [0, 1]
#   for its entry of J_1 (and 1 − a times the sign in J_2) the implicit formula gives X(a), which
#   lies on the segment between both one-sided derivatives: its place there, 0 the derivative
#   from smaller λ, 1 from larger. The place is not linear in a, the segment is covered.
# alt: Left: a curve with a corner and two straight tangents. Right: a convex curve from (0, 0) to
#   (1, 1).
# claims: 2212.07844-C9a 2212.07844-C9b 2212.07844-C9c 2212.07844-C10a 2212.07844-C10b
#   2212.07844-C11a 2212.07844-C11b 2212.07844-C12a 2212.07844-C12b 2212.07844-C12c
#   2212.07844-C18a 2212.07844-C18b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(x, y) = sprintf("< build/bin/h5cols %s kink/%s kink/%s", DATA, x, y)
set multiplot layout 1, 2
set xlabel "weight λ"
set ylabel "u_k"
set key top left
plot col("lambda", "tangent_below") using 1:2 with lines linetype 2 title "tangent, smaller λ", \
     col("lambda", "tangent_above") using 1:2 with lines linetype 3 title "tangent, larger λ", \
     col("lambda", "u") using 1:2 with lines linetype 1 linewidth 2.2 title "u_k(λ)"
set xlabel "element a of the critical entry"
set ylabel "place of X(a)"
set yrange [-0.03:1.03]
set key top left
plot x with lines linestyle 100 notitle, \
     col("element", "position") using 1:2 with linespoints linetype 1 pointsize 0.3 title "X(a)"
unset multiplot
