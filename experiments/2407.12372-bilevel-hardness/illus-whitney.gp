# Whitney's discs under two functions.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-whitney.gp OUT.(pdf|svg) whitney.h5
#
# kind: illustration
# title: A smooth lower level, disc by disc
# caption: Illustration of the proof idea behind "every lower semicontinuous function is the value
#   function of a smooth bilevel programme"; not a figure of the paper. Discs up to depth 6 that
#   cover the region below a function (black): |x − ½| (left) and Takagi's function with jumps
#   to −1/q below it at p/q, q ≤ 8 (right). A smooth function that is positive on the
#   discs and below −1, and 0 elsewhere, has the value function drawn in orange: where the vertical
#   through x first leaves the discs.
# alt: Two panels of overlapping discs, large ones below and ever smaller ones towards the graph;
#   on the right deep wedges are left open around each jump.
# claims: 2407.12372-C3a 2407.12372-C3b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 12.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set multiplot layout 1, 2 margins 0.085, 0.985, 0.09, 0.95 spacing 0.09
unset key
set xrange [0:1]
set yrange [-1.05:0.75]
set size ratio -1
set style fill transparent solid 0.18 border
set xlabel "x"
set ylabel "y"
do for [name in "abs rough"] {
  get(what) = sprintf("< build/bin/h5cols %s drawing_%s/x drawing_%s/%s", DATA, name, name, what)
  discs = sprintf("< build/bin/h5cols %s drawing_%s/disc_x drawing_%s/disc_y drawing_%s/disc_r", \
                  DATA, name, name, name)
  set title name eq "abs" ? "|x − ½|" : "Takagi with jumps" offset 0, -0.6
  plot discs using 1:2:3 with circles linecolor rgb OI[1] linewidth 0.3, \
       get("phi_depth") using 1:2 with lines linecolor rgb OI[2] linewidth 1.0, \
       get("phi") using 1:2 with points linecolor rgb "black" pointtype 7 pointsize 0.16
}
unset multiplot
