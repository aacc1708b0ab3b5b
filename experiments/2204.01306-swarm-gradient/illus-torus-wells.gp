# Cooling on benchmark potentials of the torus.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-torus-wells.gp OUT.(pdf|svg) torus_wells.h5
#
# kind: illustration
# title: Many wells on the torus
# caption: Above: 25 wells (Rastrigin's function made periodic; the global minimiser is the corner (0, 0)). Below: a random rough potential. First column: U, dark is low; then the
#   density of the pure swarm, m = 1/2, β = 4(1 + t)^{1/2}, at t = 0.01, 1 and 100, colours logarithmic from 10^{-3} (dark) to 200 (yellow); last column: mass in the basin of the global minimiser for the four methods of the strips.
#   On 25 equally deep steps of a bowl, annealing with c = depth/4 does as well as the swarm; on the rough potential it freezes. Potentials and schedules are ours.
# alt: Maps of many spots that fade until one is left; rising curves.
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 9.4
call "figures/style/terminal.gp" ARG1
N = real(system(sprintf("build/bin/h5cols %s wells/x | sed 1d | wc -l", ARG2)))
columns(what) = (COLUMNS = "", sum [j=0:int(N) - 1] (COLUMNS = COLUMNS.sprintf(" '%s,%d]'", what, j), 0), COLUMNS)
map(p, k) = "< build/bin/h5cols ".ARG2.columns(sprintf("wells/density[%d,1,%d", p, k))
potential(p) = "< build/bin/h5cols ".ARG2.columns(sprintf("wells/u[%d,0", p))
col(p, m) = sprintf("< build/bin/h5cols %s wells/time 'wells/good[%d,%d]'", ARG2, p, m)
array METHOD[4] = ["hybrid swarm", "pure swarm", "annealing, c = depth", "annealing, depth/4"]
array NAME[2] = ["25 wells", "rough"]
array SHOT[3] = ["t = 0.01", "t = 1", "t = 100"]
array WHICH[3] = [0, 2, 3]
array PLACE[4] = [0.05, 0.22, 0.38, 0.62]
unset colorbox
unset key
set multiplot
do for [p=0:1] {
  unset grid
  unset logscale
  set xrange [0:1]
  set yrange [0:1]
  set tmargin at screen 0.95 - 0.44 * p
  set bmargin at screen 0.595 - 0.44 * p
  set xtics ("0" 0, "½" 0.5, "" 1)
  do for [k=0:3] {
    set lmargin at screen 0.055 + 0.178 * k
    set rmargin at screen 0.055 + 0.178 * k + 0.166
    if (k == 0) { set ylabel NAME[p + 1]; set ytics ("0" 0, "" 0.5, "1" 1) } else { unset ylabel; set ytics ("" 0, "" 0.5, "" 1) }
    set label 1 (p == 0 ? (k == 0 ? "potential U" : SHOT[k]) : "") at graph 0.5, 1.07 center
    if (k == 0) {
      set palette gray
      set cbrange [*:*]
      plot potential(p) matrix using (($1 + 0.5) / N):(($2 + 0.5) / N):3 with image
    } else {
      set palette defined (0 "#440154", 1 "#3b528b", 2 "#21918c", 3 "#5ec962", 4 "#fde725")
      set cbrange [-3:2.3]
      plot map(p, WHICH[k]) matrix using (($1 + 0.5) / N):(($2 + 0.5) / N):(log10($3 > 1e-9 ? $3 : 1e-9)) with image
    }
  }
  unset label 1
  set grid
  set lmargin at screen 0.82
  set rmargin at screen 0.985
  set logscale x
  set format x "10^{%T}"
  set xrange [1e-3:*]
  set yrange [0:1.02]
  set xtics 1e-2, 100
  set ytics 0, 0.5, 1
  set xlabel (p == 1 ? "time t" : "")
  set label 1 (p == 0 ? "global basin" : "") at graph 0.5, 1.07 center
  if (p == 1) {
    do for [m=0:3] {
      set arrow 10 + m from screen PLACE[m + 1], 0.035 to screen PLACE[m + 1] + 0.035, 0.035 nohead linetype m + 1
      set label 10 + m METHOD[m + 1] at screen PLACE[m + 1] + 0.04, 0.035
    }
  }
  plot for [m=0:3] col(p, m) using 1:2 with lines linetype m + 1
  set format x "%g"
  set xlabel ""
}
unset multiplot
