# Descent along the valley.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-valley-rate.gp OUT.(pdf|svg) valley.h5
#
# kind: illustration
# title: The descent inequality with equality
# caption: Errors uphill along the valley of f = |x1 − 1|/4 + |x2 − 2|x1| + 1|, step 10⁻⁵, from
#   (0.5, 0) to time 4 (0.4 at smoke scale): decrease of f over time, against ε/ε*. Dashed: the rate
#   |v| (|v| − ε) of the inclusion x' ∈ −∂f + εB with |v| = ε*.
# alt: Seven points on a falling dashed line that crosses zero at one.
# claims: 2404.19517-C9
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set xrange [-0.05:1.25]
set yrange [-0.004:0.014]
set xlabel "ε / ε*"
set ylabel "decrease of f per unit of time"
set key top right
plot sprintf("< build/bin/h5cols %s rate/relative rate/exact", DATA) using 1:2 with lines linestyle 100 title "ε* (ε* − ε)", \
     sprintf("< build/bin/h5cols %s rate/relative rate/rate", DATA) using 1:2 with points linetype 1 pointsize 0.8 title "iterates"
