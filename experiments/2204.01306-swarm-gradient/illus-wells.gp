# Mass near the global minimiser on benchmark potentials.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-wells.gp OUT.(pdf|svg) many_wells.h5
#
# kind: illustration
# title: Mass near the global minimiser on four potentials
# caption: Mass in the basin of the global minimiser against time, for the runs of the previous strips: hybrid and pure swarm (m = 1/2, β = 4(1 + t)^{1/2}) and simulated
#   annealing cooled at c = critical depth and four times faster. The hybrid's noise is bounded below in a crowd, so at equal β its density is flatter and it
#   is later than the pure swarm; on the rough potential at t = 10⁴ it is still on its way. Annealing with c = depth converges slowly, with c = depth/4 it freezes except where wells are
#   many and shallow. Potentials and schedules are ours.
# alt: Four panels of rising curves; the pure swarm is first to reach one in each; fast annealing
#   levels off below one in three of them.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 10.5
call "figures/style/terminal.gp" ARG1
array NAME[4] = ["two wells", "eight wells", "needle", "rough"]
array METHOD[4] = ["hybrid swarm", "pure swarm", "annealing, c = depth", "annealing, c = depth/4"]
col(p, m) = sprintf("< build/bin/h5cols %s wells/time 'wells/good[%d,%d]'", ARG2, p, m)
set multiplot layout 2, 2
set logscale x
set format x "10^{%T}"
set xrange [1e-3:1e4]
set yrange [0:1.02]
set xlabel "time t"
do for [p=0:3] {
  set ylabel "global basin, ".NAME[p + 1]
  if (p == 0) { set key bottom right } else { unset key }
  plot for [m=0:3] col(p, m) using 1:2 with lines linetype m + 1 title METHOD[m + 1]
}
unset multiplot
