# Snapshots of the density.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-snapshots.gp OUT.(pdf|svg) annealing.h5
#
# kind: illustration
# title: The density as it cools: a swarm and simulated annealing
# caption: Two-well potential, uniform start; the wrong well is at x = 1/4, the global minimiser at 3/4. Above: hybrid swarm, m = 1/2, β = 4(1 + t)^{1/2}. Middle: pure swarm, m = 1/2, the same schedule. Below:
#   simulated annealing with β = 1 + ln(1 + t)/0.2, cooled four times too fast: the wrong well keeps its share for ever. Densities on a logarithmic axis.
# alt: Three rows of five panels. Upper rows: two humps, of which the left one sinks from panel to panel.
#   Lower row: two narrow peaks that both stay.
# claims: 2204.01306-C18a 2204.01306-C20a
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 10
call "figures/style/terminal.gp" ARG1
array METHOD[3] = [0, 2, 7]
array NAME[3] = ["hybrid swarm", "pure swarm", "annealing"]
# recorded times 10^{-2 + k/20}
array AT[5] = [0, 32, 56, 80, 120]
array TIME[5] = ["t = 0.01", "t = 0.4", "t = 6.3", "t = 100", "t = 10^4"]
shot(i, k) = sprintf("< build/bin/h5cols %s annealing/x 'annealing/density[%d,%d]'", ARG2, i, k)
set multiplot layout 3, 5 margins 0.09, 0.985, 0.12, 0.95 spacing 0.012, 0.03
set logscale y
set xrange [0:1]
set yrange [1e-4:300]
set xtics ("0" 0, "¼" 0.25, "½" 0.5, "¾" 0.75)
unset key
do for [i=1:3] {
  do for [k=1:5] {
    if (k == 1) { set format y "10^{%T}"; set ylabel NAME[i] } else { set format y ""; unset ylabel }
    if (i == 3) { set format x "%g"; set xlabel "x" offset 0, 0.4 + LIFT } else { set format x ""; unset xlabel }
    if (i == 3) { set xtics ("0" 0, "¼" 0.25, "½" 0.5, "¾" 0.75) } else { set xtics ("" 0, "" 0.25, "" 0.5, "" 0.75) }
    set label 1 (i == 1 ? TIME[k] : "") at graph 0.5, 1.07 center
    plot shot(METHOD[i], AT[k]) using 1:($2 > 1e-4 ? $2 : 1e-4) with filledcurves y1=1e-4 linetype i fillstyle solid 0.35, \
         shot(METHOD[i], AT[k]) using 1:2 with lines linetype i dashtype 1 linewidth 1
  }
}
unset multiplot
