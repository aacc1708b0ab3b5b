# Distance between the flows of everything and of the majority.  Illustration, not a
# figure of the paper.
# usage: gnuplot -c illus-tube.gp OUT.(pdf|svg) tube.h5
#
# kind: illustration
# title: Training stays in a tube about stereotypical training
# caption: Illustration, not a figure of the paper. Distance at time t between the gradient flow of
#   ℒ = p ℓ0 + (1 − p) ℓ1 and that of (1 − p) ℓ1 from the same start (marks), and the tube p t √(1 + s0²) (dashed),
#   for the model with two parameters, s0 = 0.5. The bound is ours.
# alt: Four lines that rise with slope 1 below their dashed bounds and bend down when the minority has been
#   learned, the smaller p the later.
# claims: 2505.13122-C10a 2505.13122-C10b
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array SHARE[4] = ["0.1", "0.03", "0.01", "0.001"]
curve(name, i) = sprintf("< build/bin/h5cols %s tube/time 'tube/%s[%d]'", DATA, name, i)

set logscale xy
set format xy "10^{%T}"
set xlabel "time t"
set ylabel "distance of the flows" offset 0
set yrange [1e-5:2e4]
set key top left
plot for [i=0:3] curve("bound", i) using 1:2 with lines linetype i+1 linewidth 0.8 dashtype (6, 4) notitle, \
     for [i=0:3] curve("distance", i) using 1:2 with linespoints linetype i+1 dashtype 1 linewidth 0.8 \
       pointinterval 5 pointsize 0.5 title "p = ".SHARE[i+1]
