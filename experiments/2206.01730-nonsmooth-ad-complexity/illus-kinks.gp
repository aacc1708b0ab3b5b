# Conservative gradients and Clarke subdifferentials of max(a, b) at 0.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-kinks.gp OUT.(pdf|svg) kinks.h5
#
# kind: illustration
# title: Two programs of max(a, b), one Clarke subdifferential
# caption: The function max(a, b) at 0, written as b + relu(a − b) (left) and with b passed through
#   a layer, relu(a − b) + relu(b) − relu(−b) (right). Orange: the Clarke subdifferential, the
#   segment between (1, 0) and (0, 1), found from gradients near by. Grey dots: what automatic
#   differentiation returns for independent choices of relu'(0) on a grid, with its convex hull
#   (blue). Squares: one value of relu'(0) everywhere, 0, 1/4, 1/2, 3/4, 1. On the right only 1/2
#   gives a Clarke subgradient.
# alt: Left: dots and squares on the segment from (1,0) to (0,1). Right: dots fill a parallelogram
#   with corners (0,0), (1,-1), (1,1), (0,2) that the segment crosses; the squares lie on the
#   diagonal from (0,0) to (1,1) and meet the segment once.
# claims: 2206.01730-C15a 2206.01730-C15b 2206.01730-C15c 2206.01730-C15d
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array GROUP[2] = ["plane_maximum", "plane_maximum_net"]
array TITLE[2] = ["b + relu(a − b)", "relu(a − b) + relu(b) − relu(−b)"]
cols(g, x) = sprintf("< build/bin/h5cols %s %s/%s_a %s/%s_b", DATA, g, x, g, x)
points(g) = sprintf("< build/bin/h5cols %s %s/a %s/b", DATA, g, g)
set size ratio -1
set xlabel "derivative in a"
set ylabel "derivative in b"
set xrange [-1.1:2.1]
set yrange [-1.3:2.3]
set xtics 1
set ytics 1
set key top right samplen 1.5
set multiplot layout 1, 2
do for [i=1:2] {
  set title TITLE[i]
  plot points(GROUP[i]) using 1:2 with points pointtype 7 pointsize 0.25 linecolor rgb "#a0a0a0" \
           title (i == 1 ? "grid of choices" : ""), \
       cols(GROUP[i], "independent") using 1:2 with lines linetype 1 dashtype 1 \
           title (i == 1 ? "D^a(0)" : ""), \
       cols(GROUP[i], "clarke") using 1:2 with lines linetype 2 dashtype 1 linewidth 3 \
           title (i == 1 ? "Clarke" : ""), \
       cols(GROUP[i], "uniform") using 1:2 with points pointtype 4 pointsize 1 \
           linecolor rgb OI[3] linewidth 2 title (i == 1 ? "one relu'(0)" : "")
}
unset multiplot
