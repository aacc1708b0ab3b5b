# Losses until the minority is right, and the extra time.  Illustration, not a
# figure of the paper.
# usage: gnuplot -c illus-extra-time.gp OUT.(pdf|svg) margin_paths.h5 margins.h5
#
# kind: illustration
# title: Extra time until the minority is right
# caption: Illustration, not a figure of the paper. Two parameters, one point a group, logistic losses; the minority has
#   share p and signal s0, the majority signal 1. Left and middle, in the manner of the paper's trajectories of
#   networks, s0 = 0.5 and p = 0.03: losses along the gradient flow of ℒ until the minority's margin is back at 0
#   (ℓ0 = log 2, dashed grey),
#   from an unlucky point (the stereotypical state at time 150, then 100 units of ascent of ℒ) and from θ = 0. Right: time from the lowest minority
#   margin to its return (marks) and the lower bound (D + 1 − e^{−D})/(p (1 + s0²)) (dashed), which is ours; no dip for
#   large p and s0. Dashed grey: slope −1.
# alt: Left: the minority loss falls from 4.8 to 0.69 while the majority loss rises. Middle: the minority loss first
#   rises above 0.69 and comes back at time 57; the majority loss falls. Right: four lines of slope about -1, each
#   above its dashed bound.
# claims: 2505.13122-C7d 2505.13122-C7e 2505.13122-C8a 2505.13122-C8b 2505.13122-C8c 2505.13122-C8d 2505.13122-C9
load "figures/style/style.gp"
WIDE = 1
call "figures/style/terminal.gp" ARG1
array NAME[3] = ["ℓ_0 (minority)", "ℓ_1 (majority)", "ℒ"]
array COLOUR[3] = ["#0072B2", "#E69F00", "#009E73"]
array STRENGTH[4] = ["0.1", "0.3", "0.5", "0.8"]
array HEAD[2] = ["from an unlucky point", "from θ = 0"]
S = 2
path(i, k) = sprintf("< build/bin/h5cols %s 'path/time[%d,%d]' 'path/loss[%d,%d,%d]'", ARG2, S, i, S, i, k)
dip(i, name) = sprintf("< build/bin/h5cols %s p 'dip/%s[%d]'", ARG3, name, i)

set datafile missing "NaN"
set multiplot layout 1, 3
set xlabel "time t"
set logscale y
set yrange [1e-3:10]
set format y "10^{%T}"
do for [i=0:1] {
  set title HEAD[i+1] offset 0, -0.6
  set ylabel (i == 0 ? "loss" : "") offset 0
  set xrange [0:*]
  if (i == 0) { set xtics 50; unset key } else { set xtics 20; set key bottom left }
  plot log(2) with lines linestyle 100 notitle, \
       for [k=0:2] path(i, k) using 1:2 with lines linecolor rgb COLOUR[k+1] dashtype 1 linewidth 1.6 title NAME[k+1]
}
set title "extra time" offset 0, -0.6
set xlabel "minority share p"
set ylabel "t_{final} − t_{min}" offset 0
set logscale x
set format x "10^{%T}"
set xrange [7e-5:0.5]
set xtics autofreq
set yrange [1e-4:3e5]
set key bottom left
plot 0.2/x with lines linestyle 100 notitle, \
     for [i=0:3] dip(i, "bound") using 1:2 with lines linetype i+1 linewidth 0.8 dashtype (6, 4) notitle, \
     for [i=0:3] dip(i, "extra") using 1:2 with linespoints linetype i+1 dashtype 1 linewidth 0.8 pointsize 0.6 \
       title "s_0 = ".STRENGTH[i+1]
unset multiplot
