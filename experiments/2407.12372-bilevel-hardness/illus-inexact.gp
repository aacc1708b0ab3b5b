# Inexact and regularised lower levels around a jump.  Illustration.
# usage: gnuplot -c illus-inexact.gp OUT.(pdf|svg) inexact.h5
#
# kind: illustration
# title: What a small error of the lower level does to a jump
# caption: Illustration, not a figure of the paper. The step at 0 as a value function, and what
#   becomes of it when the lower level is solved to ε (left: from sums of squares, where the jump
#   moves to √ε, and from the linear level, where the value is 1 − ε/x) or regularised by
#   μy²/2 (middle: a ramp on [−μ, 0], so that the value at 0 is 1 instead of 0). Right:
#   L1 errors on [−1, 1], with ε(1 + ln(1/ε)) and μ/2 dashed. The largest error is 1 whatever μ.
# alt: Left: steps displaced to 0.1 and 0.01, curves that rise slowly. Middle: two ramps. Right:
#   dots on dashed lines.
# claims: 2407.12372-C11a 2407.12372-C11b 2407.12372-C11c 2407.12372-C11d
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
curve(g, what, i) = sprintf("< build/bin/h5cols %s %s/x '%s/%s[%d]'", DATA, g, g, what, i)
set samples 2001
set multiplot layout 1, 3 margins 0.08, 0.985, 0.15, 0.92 spacing 0.105
set xlabel "x" offset 0, 0.4 + LIFT
set ylabel "value" offset 1, 0
set xrange [-0.2:0.4]
set xtics 0.2
set yrange [-0.1:1.5]
set key top left samplen 1.5
set title "solved to ε" offset 0, -0.6
plot curve("inexact", "squares", 0) using 1:2 with lines linetype 1 title "squares, ε = 10⁻²", \
     curve("inexact", "squares", 1) using 1:2 with lines linetype 3 title "squares, ε = 10⁻⁴", \
     curve("inexact", "linear", 0) using 1:2 with lines linetype 2 title "linear, ε = 10⁻²"
set title "regularised" offset 0, -0.6
plot curve("regularised", "linear", 0) using 1:2 with lines linetype 1 title "μ = 0.1", \
     curve("regularised", "linear", 1) using 1:2 with lines linetype 2 title "μ = 0.01", \
     (x > 0 ? 1 : 0) with lines linestyle 100 title "exact"
set title "L1 error" offset 0, -0.6
set logscale xy
set xlabel "ε or μ"
set ylabel "L1 error" offset 0.8, 0
set format xy "10^{%T}"
set xtics 1e-6, 100
set xrange [3e-7:0.5]
set yrange [3e-6:1]
set key top left
plot sprintf("< build/bin/h5cols %s inexact/eps inexact/l1", DATA) using 1:2 with points \
         linetype 1 pointsize 0.8 title "solved to ε", \
     sprintf("< build/bin/h5cols %s regularised/mu regularised/l1_ratio", DATA) \
         using 1:($2 * $1 / 2) with points linetype 2 pointsize 0.8 title "regularised", \
     x * (1 + log(1 / x)) with lines linestyle 100 title "theory", \
     x / 2 with lines linestyle 100 notitle
unset multiplot
