# Eight functions as value functions of smooth lower levels.  Illustration of the
# theorem that every lower semicontinuous function is one; not a figure of the paper.
# usage: gnuplot -c illus-smooth-gallery.gp OUT.(pdf|svg) gallery.h5
#
# kind: illustration
# title: Smooth bilevel programmes reach every lower semicontinuous function
# caption: Illustration of the theorem that every lower semicontinuous function is the value function
#   of a smooth unconstrained bilevel programme; not a figure of the paper, and the programmes are
#   ours. Grey: eight prescribed functions; dots: computed optimistic value functions, each
#   value with an interval proof that the lower level is positive below it. Triangles at the top:
#   value +∞, where the infimum of the lower level is not attained. Left to right, top: |x|; a
#   step; √|x|; the indicator of [−½, ½]. Bottom: min(max(sin 3x, 0), x² − ½); 0 on level 5 of the
#   Cantor set and 1 off it; −1/q at p/q with q ≤ 10 and 0 elsewhere; −1 at one point.
# alt: Eight small panels; the dots lie on the grey curves everywhere, on both sides of jumps and at
#   isolated points.
# claims: 2407.12372-C1a 2407.12372-C1b 2407.12372-C1c 2407.12372-C1d 2407.12372-C1e 2407.12372-C2
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 9.0
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[8] = ["abs", "step", "cusp", "indicator", "max_min", "cantor", "thomae", "needle"]
array TITLE[8] = ["|x|", "step", "√|x|", "indicator", "min(max(sin 3x, 0), x² − ½)", \
                  "Cantor, level 5", "minus Thomae", "needle"]
array LO[8] = [-0.15, -0.15, -0.15, -0.15, -0.75, -0.15, -1.15, -1.15]
array HI[8] = [1.15, 1.15, 1.15, 1.15, 0.75, 1.15, 0.15, 0.15]
get(i, what) = sprintf("< build/bin/h5cols %s gallery_%s/x gallery_%s/%s", DATA, NAME[i], NAME[i], what)
set multiplot layout 2, 4 margins 0.055, 0.985, 0.115, 0.93 spacing 0.06, 0.14
unset key
set xtics 0.5
do for [i=1:8] {
  set title TITLE[i] offset 0, -0.6
  if (i == 6 || i == 7) { set xrange [0:1] } else { set xrange [-1:1] }
  set yrange [LO[i]:HI[i]]
  set xlabel (i > 4 ? "x" : "") offset 0, 0.4 + LIFT
  every_n = (i == 6 || i == 7) ? 1 : 4
  if (i == 1 || i == 3 || i == 5) {
    plot get(i, "target") using 1:2 with lines linecolor rgb "#b0b0b0" linewidth 4, \
         get(i, "value") using 1:2 every 16 with points linetype 1 pointtype 7 pointsize 0.32
  } else {
    plot get(i, "target") using 1:2 with points linecolor rgb "#b0b0b0" pointtype 7 pointsize 0.42, \
         get(i, "value") using 1:2 every every_n with points linetype 1 pointtype 7 pointsize 0.2, \
         get(i, "top") using 1:($2 > 0 ? HI[i] - 0.06 : 1/0) every 8 with points linetype 2 pointtype 9 pointsize 0.3
  }
}
unset multiplot
