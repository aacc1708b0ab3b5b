# Losses over both phases and distances in the second, of the first run; DATA is the result.
load "experiments/2505.13122-bias-amplification/panels-draw.gp"
array NAME[4] = ["ℓ_1, trained on it", "ℓ_0 (minority)", "ℓ_1 (majority)", "ℒ, trained on it"]
array COLOUR[4] = ["#d00000", "#0072B2", "#E69F00", "#009E73"]
array DASH[4] = [2, 1, 1, 4]
array LOSS[3] = ["l0", "l1", "l"]
array DISTANCE[3] = ["d2", "dmax", "relative"]
array KIND[3] = ["‖θ − θ_1‖_2", "‖θ − θ_1‖_∞", "‖θ − θ_1‖_2 / ‖θ‖_2"]
array TONE[3] = ["#0072B2", "#D55E00", "#000000"]
curve(part, name) = sprintf("< build/bin/h5cols %s run_0/%s/step run_0/%s/%s", DATA, part, part, name)
FIRST = rows(DATA, "run_0/stereotype/step")

set multiplot layout 1, 2 margins 0.075, 0.985, 0.16, 0.96 spacing 0.09, 0
set xlabel "step" offset 0, 0.4 + LIFT
set logscale y
set format y "10^{%T}"
set xrange [0:*]
set ylabel "loss" offset 0.8
set yrange [*:200]
set key top right
plot curve("stereotype", "l1") using 1:2 with lines linecolor rgb COLOUR[1] dashtype DASH[1] title NAME[1], \
     for [i=1:3] curve("everything", LOSS[i]) using ($1 + FIRST):2 with lines linecolor rgb COLOUR[i+1] \
       dashtype DASH[i+1] linewidth 1.4 title NAME[i+1]
set ylabel "distance to θ_1" offset 0.8
set xlabel "step on ℒ" offset 0, 0.4 + LIFT
set yrange [*:*]
set key bottom right
plot for [i=1:3] curve("everything", DISTANCE[i]) using 1:2 with lines linecolor rgb TONE[i] dashtype i linewidth 1.4 \
  title KIND[i]
unset multiplot
