# Paths in the valley.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-valley-paths.gp OUT.(pdf|svg) valley.h5
#
# kind: illustration
# title: Down the valley, or up
# caption: Runs with vanishing steps from (2, 2.5) (square) under errors of 0, 0.5, 0.95 and 1.05 times
#   ε*, every 1000th iterate, over the values of f = |x1 − 1|/4 + |x2 − 2|x1| + 1| (darker is
#   smaller, levels 0.1, 0.2, 0.4, 0.8 and 1.6 apart in shade). Below ε* the iterates slide along
#   the valley to the minimiser (1, 1) (ring), the more slowly the larger the error; above it they
#   climb out of the drawing.
# alt: A V-shaped dark valley; three paths run down its right arm to a ring at (1, 1), a fourth one
#   upwards.
# claims: 2404.19517-C10 2404.19517-C11
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[4] = ["0", "0.5", "0.95", "1.05"]
col(i) = sprintf("< build/bin/h5cols %s path/record 'path/x[%d,x1]' 'path/x[%d,x2]'", DATA, i - 1, i - 1)
set datafile missing "NaN"
set multiplot layout 1, 4 margins char 7, screen 0.99, char 3.4, screen 0.9 spacing char 1.5, char 1
unset key
unset grid
unset colorbox
set palette defined (0 "#3a4a5a", 0.1 "#5f7488", 0.2 "#879bae", 0.4 "#b0c0ce", 0.8 "#d7e0e8", 1.6 "#f6f9fb")
set cbrange [0:1.6]
set xrange [-0.5:2.5]
set yrange [-1.5:3.5]
set xtics 1
set xlabel "x1"
do for [i=1:4] {
  set title "ε = ".NAME[i]." ε*" offset 0, -0.6
  if (i == 1) { set ylabel "x2" offset 1; set format y "%g" } else { set ylabel ""; set format y "" }
  plot sprintf("< build/bin/h5cols %s level/x1 level/x2 level/f", DATA) using 1:2:3 with image, \
       col(i) using 2:3 with linespoints linetype (i == 4 ? 2 : 5) dashtype 1 pointtype 7 pointsize 0.25, \
       "< echo 2 2.5" using 1:2 with points pointtype 5 pointsize 0.7 linecolor rgb "black", \
       "< echo 1 1" using 1:2 with points pointtype 6 pointsize 1.1 linewidth 2 linecolor rgb "black"
}
unset multiplot
