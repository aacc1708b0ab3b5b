# Pseudo-stability of joint unrolled descent.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-escape.gp OUT.(pdf|svg) escape.h5
#
# kind: illustration
# title: Unrolled descent stays near the solution, and then leaves it
# caption: Gradient descent on F_k(x, y) = f₁(x, A_x^k(y)) in x and the inner start y. Left: the inner
#   result z_t = A^k(y_t) for five k, up to the escape and, for k ≤ 10, 3000 iterations more; the
#   plateau is the bilevel solution on branch c, and 0 is not critical for the lower level. Right:
#   time of the escape against k (k ≤ 26; 12 at smoke, 36 at paper scale), with ρ^{−k} (dashed grey).
# alt: Left: curves that stay at 1.16 for a time that grows with k and then fall to zero. Right:
#   points that approach a straight rising line on a logarithmic axis.
# claims: 2502.09074-C17a 2502.09074-C17b 2502.09074-C18a 2502.09074-C18b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set datafile missing "NaN"
z(i) = sprintf("< build/bin/h5cols %s 'orbit/t[%d]' 'orbit/z[%d]'", DATA, i, i)
escape(y) = sprintf("< build/bin/h5cols %s k escape/%s", DATA, y)
last = int(system(sprintf("build/bin/h5cols %s k | grep -vc '#'", DATA))) - 1

set multiplot layout 1, 2
set xlabel "iteration t + 1"
set ylabel "z_t"
set logscale x
set format x "10^{%T}"
set xrange [1:1e4]
set yrange [-1.3:1.5]
set key bottom left
at(j) = last >= 12 ? int(word("1 3 6 9 12", j)) : j
plot for [j=1:5] z(at(j)) using ($1+1):2 with lines \
         linetype j dashtype 1 title sprintf("k = %d", 2*(at(j)+1))
unset logscale
set logscale y
set format x "%g"
set format y "10^{%T}"
set xlabel "inner steps k"
set ylabel "escape time"
set xrange [0:2*last+4]
set yrange [1:*]
set key top left
plot escape("law") using 1:2 with lines linestyle 100 title "ρ^{−k}", \
     escape("time") using 1:2 with points linetype 1 pointtype 7 pointsize 0.7 title "measured"
unset multiplot
