# Density against time on benchmark potentials.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-strips.gp OUT.(pdf|svg) many_wells.h5
#
# kind: illustration
# title: The density against time on four potentials of the circle
# caption: One row a potential: two wells; eight wells in a bowl (Rastrigin's function made periodic); a needle beside a wide well; a rough random
#   potential. First column: the potential U (horizontally, each on its own scale) over the position x (vertically), the global minimiser marked. Then the density at every
#   position and time, colours logarithmic from 10^{-3} (dark) to 30 (yellow), from the uniform density: hybrid swarm and pure swarm, m = 1/2, β = 4(1 + t)^{1/2}; simulated annealing with
#   β = 1 + ln(1 + t)/c, c the critical depth of the potential and a quarter of it. Potentials and schedules are ours.
# alt: Bands of colour: for the pure swarm all bands but one fade within a few decades of time, for
#   annealing with small c several stay.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 15
call "figures/style/terminal.gp" ARG1
N_TIME = 121
N_X = 256.0
array NAME[4] = ["two wells", "eight wells", "needle", "rough"]
array METHOD[4] = ["hybrid swarm", "pure swarm", "annealing, c = depth", "c = depth/4"]
strip(p, m) = "< build/bin/h5cols ".ARG2.columns(p, m)
columns(p, m) = (COLUMNS = "", sum [k=0:N_TIME - 1] (COLUMNS = COLUMNS.sprintf(" 'wells/density_%d_%d[%d]'", p, m, k), 0), COLUMNS)
potential(p) = sprintf("< build/bin/h5cols %s wells/x 'wells/u[%d]'", ARG2, p)
best(p) = real(system(sprintf("build/bin/h5cols %s wells/argmin | sed -n %dp", ARG2, p + 2)))
set palette defined (0 "#440154", 1 "#3b528b", 2 "#21918c", 3 "#5ec962", 4 "#fde725")
unset colorbox
unset key
unset grid
set cbrange [-3:1.5]
set yrange [0:1]
set ytics ("0" 0, "" 0.5, "1" 1)
set multiplot layout 4, 5 margins 0.075, 0.985, 0.085, 0.96 spacing 0.02, 0.025
do for [p=0:3] {
  set autoscale x
  set xrange [*:*]
  set ylabel NAME[p + 1]
  set format y "%g"
  set ytics ("0" 0, "" 0.5, "1" 1)
  set xtics ("" 0)
  set xlabel (p == 3 ? "U" : "")
  set label 1 ""
  BEST = best(p)
  plot potential(p) using 2:1 with lines linetype 8 dashtype 1 linewidth 1, \
       BEST with lines linetype 2 dashtype (3, 3) linewidth 0.8
  unset ylabel
  set ytics ("" 0, "" 0.5, "" 1)
  set xrange [-3:4]
  if (p == 3) { set xtics ("10^{-2}" -2, "1" 0, "10^2" 2, "10^4" 4) } else { set xtics ("" -2, "" 0, "" 2, "" 4) }
  set xlabel (p == 3 ? "time t" : "")
  do for [m=0:3] {
    set label 1 (p == 0 ? METHOD[m + 1] : "") at graph 0.5, 1.06 center
    plot strip(p, m) matrix using (-3 + 7.0 * $1 / (N_TIME - 1)):($2 / N_X):(log10($3 > 1e-9 ? $3 : 1e-9)) with image
  }
}
unset multiplot
