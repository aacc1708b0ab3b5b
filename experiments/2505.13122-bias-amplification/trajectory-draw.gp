# Losses along the three descents of the first run; DATA is the result.  The first five records are dropped, as in the
# authors' plots.
load "experiments/2505.13122-bias-amplification/panels-draw.gp"
array NAME[3] = ["ℓ_0 (minority)", "ℓ_1 (majority)", "ℒ"]
array COLOUR[3] = ["#0072B2", "#E69F00", "#009E73"]
array DASH[3] = [1, 1, 4]
array PART[3] = ["unlucky", "minority", "all"]
array HEAD[3] = ["from an unlucky point,\nuntil A = 0 > 99 %", "from the start,\nuntil A = 0 > 99 %", "from the start,\nuntil all > 99 %"]
array LOSS[3] = ["l0", "l1", "l"]
DROPPED = 5
curve(p, i) = sprintf("< build/bin/h5cols %s run_0/%s/step run_0/%s/%s", DATA, PART[p], PART[p], LOSS[i])

set multiplot layout 1, 3 margins 0.075, 0.985, 0.25, 0.82 spacing 0.065, 0
set xlabel "step" offset 0, 0.4 + LIFT
set logscale y
set format y "10^{%T}"
set xrange [0:*]
unset key
do for [p=1:3] {
  set title HEAD[p] offset 0, -0.7
  set xtics tic_step(rows(DATA, "run_0/".PART[p]."/step") / 4.0)
  set ylabel (p == 1 ? "loss" : "") offset 0.8
  plot for [i=1:3] curve(p, i) using ($1 < DROPPED ? NaN : $1 - DROPPED):2 with lines linecolor rgb COLOUR[i] \
    dashtype DASH[i] linewidth 1.4
}
LEGEND = 0.1
load "experiments/2505.13122-bias-amplification/legend-draw.gp"
unset multiplot
