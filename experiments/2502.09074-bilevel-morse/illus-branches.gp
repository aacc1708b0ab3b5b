# Branches of the double well and the value function.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-branches.gp OUT.(pdf|svg) branches.h5
#
# kind: illustration
# title: Critical branches, and a value function that jumps
# caption: A lower level g(x, ·) with three critical points for every x, invertible second
#   derivatives, and global minimisers that swap at x = 0. Left: level lines of g (grey), branches
#   a < b < c, and the certified global minimiser (thick, black). Right: the upper level along the
#   branches of minimisers and its optimistic value function (thick), for f₁, whose target lies
#   between the wells, and f₂, which jumps from 1/2 to 5/2 at the swap.
# alt: Left: three nearly horizontal curves in a landscape of two valleys; the thick line follows
#   the lower one up to x = 0 and the upper one after it. Right: curves in x with a jump at 0.
# claims: 2502.09074-C1a 2502.09074-C1b 2502.09074-C1c 2502.09074-C2 2502.09074-C3a 2502.09074-C3b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
set datafile missing "NaN"
col(x, y) = sprintf("< build/bin/h5cols %s %s '%s'", DATA, x, y)
level(k, s) = col("level/x", sprintf("level/y[%d,%d]", k, s))

set multiplot layout 1, 2
set xlabel "x"
set ylabel "y"
set xrange [-3:3]
set yrange [-1.6:1.6]
set label 1 "a" at 2.3, -0.62 textcolor rgb OI[1]
set label 2 "b" at 2.3, -0.30 textcolor rgb OI[2]
set label 3 "c" at -2.5, 0.92 textcolor rgb OI[3]
set label 4 "global minimiser" at -2.8, -1.38
set label 5 "global minimiser" at 0.55, 1.40
unset key
# the two highest levels are above the local maxima: no points between the wells
plot for [k=0:8] for [s=0:3] (k < 7 || s == 0 || s == 3 ? level(k, s) : level(k, 0)) using 1:2 \
         with lines linecolor rgb "#c0c0c0" linewidth 0.8 dashtype 1, \
     col("lower/x", "lower/minimiser") using ($1<0 ? $1 : NaN):2 with lines linecolor rgb "#000000" \
         linewidth 4.5 dashtype 1, \
     col("lower/x", "lower/minimiser") using ($1>0 ? $1 : NaN):2 with lines linecolor rgb "#000000" \
         linewidth 4.5 dashtype 1, \
     col("lower/x", "lower/critical[a]") using 1:2 with lines linetype 1 dashtype 1, \
     col("lower/x", "lower/critical[b]") using 1:2 with lines linetype 2 dashtype 2, \
     col("lower/x", "lower/critical[c]") using 1:2 with lines linetype 3 dashtype 1
unset label
set ylabel "value"
set xrange [-1.5:2.5]
set yrange [0:6]
set key on top center maxrows 3 samplen 1.5
plot col("value/x", "value/optimistic[f1]") using ($1<=0 ? $1 : NaN):2 with lines \
         linetype 1 dashtype 1 linewidth 4 notitle, \
     col("value/x", "value/optimistic[f1]") using ($1>0 ? $1 : NaN):2 with lines \
         linetype 1 dashtype 1 linewidth 4 title "value, f_1", \
     col("value/x", "value/optimistic[f2]") using ($1<=0 ? $1 : NaN):2 with lines \
         linetype 2 dashtype 1 linewidth 4 notitle, \
     col("value/x", "value/optimistic[f2]") using ($1>0 ? $1 : NaN):2 with lines \
         linetype 2 dashtype 1 linewidth 4 title "value, f_2", \
     for [u=0:1] col("value/x", sprintf("value/phi[%d,0]", u)) using 1:2 with lines \
         linetype u+1 dashtype 3 linewidth 1.2 title sprintf("on a, f_%d", u+1), \
     for [u=0:1] col("value/x", sprintf("value/phi[%d,1]", u)) using 1:2 with lines \
         linetype u+1 dashtype 2 linewidth 1.2 title sprintf("on c, f_%d", u+1), \
     "< echo 0 0.5" using 1:2 with points linetype 2 pointtype 7 pointsize 0.7 notitle, \
     "< echo 0 2.5" using 1:2 with points linetype 2 pointtype 6 pointsize 0.7 notitle
unset multiplot
