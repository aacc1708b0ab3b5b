# One instance of subset-sum-interval as a bilevel programme.  Illustration.
# usage: gnuplot -c illus-subset-sum.gp OUT.(pdf|svg) subset_sum.h5
#
# kind: illustration
# title: A gap between subset sums, seen by a bilevel programme
# caption: Illustration of the theorem that deciding polynomial bilevel programmes is hard for the
#   second level of the polynomial hierarchy; the reduction is ours. q = (3, 5, 9, 31), R = 16, r = 4: no
#   subset sums to 18, …, 30. Left: the value at the 16 binary points x, minus the squared
#   distance of S to the nearest sum; the least, −49 at S = 24, is negative, so the answer is YES.
#   Right: the continuous value function along edges of the cube [0,1]⁴, its vertices in Gray order
#   (dots); in between a concave penalty lifts it.
# alt: Left: stems that grow towards the middle of the gap and shrink again. Right: arches over dots.
# claims: 2407.12372-C16a 2407.12372-C16b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.6
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set multiplot layout 1, 2
unset key
set xlabel "S(x)"
set ylabel "value at binary x"
set xrange [15:32]
set yrange [-54:4]
set xtics 2
plot sprintf("< build/bin/h5cols %s instance/S instance/value", DATA) using 1:2 with impulses \
         linetype 1 dashtype 1 linewidth 1.6, \
     sprintf("< build/bin/h5cols %s instance/S instance/value", DATA) using 1:2 with points \
         linetype 1 pointsize 0.7
set xlabel "edge of the cube, vertices in Gray order"
set ylabel "value function"
set autoscale xy
set xrange [-0.3:15.3]
set yrange [-54:*]
path = sprintf("< build/bin/h5cols %s instance/path instance/phi", DATA)
plot path using 1:2 with lines linetype 1 dashtype 1, \
     path using 1:2 every 32 with points linetype 2 pointtype 7 pointsize 0.5
unset multiplot
