# Choice of a branch.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-choice.gp OUT.(pdf|svg) wells.h5
#
# kind: illustration
# title: 2^p branches, of which the bilevel problem allows 2p
# caption: Many wells. Left: stationary values of all 2^p branches, sorted (p = 3 and 5 at smoke
#   scale); many coincide, because a branch matters through one sum of ±v_j only. Dashed: certified
#   bilevel values, where the lower level is minimised globally. Right: p = 5, the plane of x cut
#   into the ten sectors in which one branch is the global lower minimiser; for two targets (crosses)
#   the best local branch (circles) and the certified bilevel solution (filled), in a sector for one
#   and on a ray for the other.
# alt: Left: rising staircases for p = 5, 8 and 10. Right: ten rays from the origin with two groups
#   of marks.
# claims: 2502.09074-C19a 2502.09074-C19b 2502.09074-C20 2502.09074-C21a 2502.09074-C21b
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
DATA = ARG2
values(c) = sprintf("< build/bin/h5cols %s value_%s/rank value_%s/value", DATA, c, c)
choice(x, y) = sprintf("< build/bin/h5cols %s choice/%s choice/%s | sed -n '3,4p'", DATA, x, y)
has(c) = int(system(sprintf("build/bin/h5cols --list %s | grep -c 'value_%s/value' || true", DATA, c)))
bound(i) = real(system(sprintf("build/bin/h5cols %s choice/global_upper | sed -n '%dp'", DATA, i + 2)))
CASES = has("p10") ? "p5a p8 p10" : "p3 p5a"
ROWS = has("p10") ? "1 3 4" : "0 1"

set multiplot layout 1, 2
set xlabel "rank / number of branches"
set ylabel "stationary value"
set logscale y
set format y "10^{%T}"
set xrange [0:1]
set key bottom right
plot for [i=1:words(CASES)] values(word(CASES, i)) using 1:2 with points linetype i pointtype 7 \
         pointsize 0.3 title sprintf("p = %s", word(CASES, i)[2:] eq "5a" ? "5" : word(CASES, i)[2:]), \
     for [i=1:words(ROWS)] bound(int(word(ROWS, i))) with lines linetype i dashtype 2 notitle
unset logscale
set format y "%g"
set size ratio -1
set xlabel "x_1"
set ylabel "x_2"
set xrange [-1:1.1]
set yrange [-1:1.8]
set key top left samplen 1
plot sprintf("< build/bin/h5cols %s rays/x1 rays/x2", DATA) using (0):(0):(0.95*$1):(0.95*$2) \
         with vectors nohead linestyle 100 dashtype 1 title "rays", \
     choice("x_hat1", "x_hat2") using 1:2 with points linetype 8 pointtype 2 pointsize 0.8 \
         title "target", \
     choice("local_x1", "local_x2") using 1:2 with points linetype 1 pointtype 6 pointsize 0.9 \
         title "best local", \
     choice("global_x1", "global_x2") using 1:2 with points linetype 2 pointtype 7 pointsize 0.9 \
         title "bilevel solution"
unset multiplot
