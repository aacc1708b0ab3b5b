# A sharp coordinate beside a flat one.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-partly-smooth.gp OUT.(pdf|svg) partly_smooth.h5
#
# kind: illustration
# title: Sharp directions do not feel the error
# caption: f = |x1| + |x2|^q/q with errors of size ε outward in both coordinates and vanishing steps.
#   Largest |x2| of the last tenth (filled) for q = 2 and 4, with (ε/√2)^{1/(q−1)} (dashed), and
#   largest |x1| (open), which is below (1 + ε) times the step (dotted) for every ε.
# alt: Two rising straight lines of points on dashed lines, and a flat row of open points below a
#   dotted line.
# claims: 2404.19517-C12a 2404.19517-C12b
load "figures/style/style.gp"
call "figures/style/terminal.gp" ARG1
DATA = ARG2
col(what, i) = sprintf("< build/bin/h5cols %s tail/eps 'tail/%s[%d]'", DATA, what, i)
set logscale xy
set format "10^{%T}"
set xrange [3e-4:0.7]
set yrange [2e-4:2]
set xlabel "size ε of the errors"
set ylabel "tail of the coordinate"
set key bottom right
plot for [i=0:1] col("exact", i) using 1:2 with lines linestyle 100 notitle, \
     sprintf("< build/bin/h5cols %s tail/eps tail/bound", DATA) using 1:2 with lines linestyle 100 dashtype (1, 3) notitle, \
     col("flat", 0) using 1:2 with points linetype 1 title "|x2|, q = 2", \
     col("flat", 1) using 1:2 with points linetype 2 title "|x2|, q = 4", \
     col("sharp", 1) using 1:2 with points linetype 3 pointtype 8 pointsize 0.8 title "|x1|, q = 4"
