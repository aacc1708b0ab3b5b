# Value functions of polynomial lower levels over a compact box.  Illustration.
# usage: gnuplot -c illus-polynomial-gallery.gp OUT.(pdf|svg) polynomial.h5
#
# kind: illustration
# title: What polynomial lower levels over a compact box reach
# caption: Illustration of the theorem on polynomial programmes with a compact box; not figures or
#   programmes of the paper. Optimistic (dots) and pessimistic (open squares) value functions of
#   six lower levels, over the prescribed optimistic function (grey). Top, linear: a step, the
#   ceiling of x; convex: |x|. Bottom, convex: √|x|; sums of squares: a step, the
#   ceiling. Linear levels are exact, convex ones certified by Sturm sequences, sums of squares by
#   Bernstein coefficients to 0.01. The two values differ where the lower level has several
#   minimisers: at the jumps of linear levels, on whole intervals for sums of squares.
# alt: Six panels; dots on grey lines everywhere; squares coincide with the dots except at jumps and,
#   in the last two panels, above them.
# claims: 2407.12372-C6a 2407.12372-C6b 2407.12372-C6c 2407.12372-C7a 2407.12372-C7b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 9.5
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[6] = ["linear_step", "linear_ceiling", "convex_abs", "convex_cusp", "squares_step", \
                 "squares_ceiling"]
array TITLE[6] = ["linear: step", "linear: ceiling, K = 5", "convex: |x|", "convex: √|x|", \
                  "sum of squares: step", "sum of squares: ceiling, K = 3"]
array TOP[6] = [1.25, 5.5, 1.25, 1.25, 1.25, 3.5]
array SKIP[6] = [20, 125, 20, 20, 20, 1]
get(i, what) = sprintf("< build/bin/h5cols %s %s/x %s/%s", DATA, NAME[i], NAME[i], what)
set multiplot layout 2, 3 margins 0.05, 0.985, 0.11, 0.94 spacing 0.05, 0.14
set key top left
do for [i=1:6] {
  set title TITLE[i] offset 0, -0.6
  set yrange [-0.1 * TOP[i]:TOP[i]]
  if (i == 1) { set key bottom right } else { unset key }
  set xlabel (i > 3 ? "x" : "") offset 0, 0.4 + LIFT
  s = SKIP[i]
  plot get(i, "target") using 1:2 with points linecolor rgb "#b8b8b8" pointtype 7 pointsize 0.45 notitle, \
       get(i, "pessimistic") using 1:2 every s with points linetype 2 pointtype 4 pointsize 0.55 \
           title "pessimistic", \
       get(i, "optimistic") using 1:2 every s with points linetype 1 pointtype 7 pointsize 0.28 \
           title "optimistic"
}
unset multiplot
