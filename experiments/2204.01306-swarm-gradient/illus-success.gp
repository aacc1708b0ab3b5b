# Success over repetitions.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-success.gp OUT.(pdf|svg) success.h5 landscapes.h5
#
# kind: illustration
# title: Success over repetitions
# caption: Left: share of cooled particles that end in the wrong well, one point per repetition (8 at the default scale), for swarms of 20, 100 and 500 particles
#   (200 at smoke, 10⁴ at paper scale). Middle: share of repetitions with at most 2 % there, with the 95 % interval of Clopper and Pearson. Methods: Langevin particles with β = 1 + ln(1 + s)/0.5
#   (annealing) and with β = 4(1 + s)^{0.47} (power), interacting particles with that power schedule. Right: mean-field flows on 40 random rough landscapes: share of landscapes with more than 90 % of the mass
#   in the global basin; annealing cooled by c = critical depth and a quarter of it; 95 % bands for the pure swarm and for c = depth.
# alt: Points of swarms of 100 and more near zero, of annealing near six per cent, of the power schedule near a
#   quarter. Intervals that do not meet, but for 20 particles. Rising curves, the pure swarm far ahead.
# claims: 2204.01306-C26a 2204.01306-C26b 2204.01306-C26c 2204.01306-C26d 2204.01306-C31 2204.01306-C32
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.2
call "figures/style/terminal.gp" ARG1
array NAME[4] = ["annealing", "Langevin, power", "hybrid swarm", "pure swarm"]
array METHOD[4] = ["hybrid swarm", "pure swarm", "c = depth", "c = depth/4"]
array LOOK[4] = [3, 4, 1, 2]
last(m, k) = sprintf("< build/bin/h5cols %s success/seed 'success/last[%d,%d]'", ARG2, m, k)
ends(m) = sprintf("< build/bin/h5cols %s success/size 'success/success[%d]' 'success/success_low[%d]' 'success/success_high[%d]'", ARG2, m, m, m)
flow(what, m) = sprintf("< build/bin/h5cols %s landscapes/time 'landscapes/%s[%d]'", ARG3, what, m)
band(m) = sprintf("< build/bin/h5cols %s landscapes/time 'landscapes/success_low[%d]' 'landscapes/success_high[%d]'", ARG3, m, m)
set multiplot layout 1, 3
set xrange [-0.5:3.1]
SIZES = system(sprintf("build/bin/h5cols %s success/size | sed 1d", ARG2))
set xtics ("" 0)
do for [k=1:words(SIZES)] { set xtics add (word(SIZES, k) k - 1) }
set xlabel "particles"
set ylabel "final share in the wrong well"
set yrange [-0.01:0.62]
set key top right samplen 1
plot for [m=0:3] for [k=0:2] last(m, k) using (k + 0.16 * (m - 1.5)):2 with points linetype LOOK[m + 1] pointsize 0.4 notitle, \
     for [m=0:3] keyentry with points linetype LOOK[m + 1] title NAME[m + 1]
set ylabel "probability of success"
set yrange [-0.02:1.02]
unset key
plot for [m=0:3] ends(m) using ($0 + 0.16 * (m - 1.5)):2:3:4 with yerrorbars linetype LOOK[m + 1] dashtype 1
set logscale x
set format x "10^{%T}"
set xrange [1e-2:1e4]
set xtics 100
set xlabel "time t"
set ylabel "landscapes solved"
set yrange [-0.02:1.5]
set ytics 0, 0.2, 1
set key top left
array FLOW[4] = [1, 2, 3, 6]
plot band(1) using 1:2:3 with filledcurves linetype 2 fillstyle transparent solid 0.15 notitle, \
     band(2) using 1:2:3 with filledcurves linetype 3 fillstyle transparent solid 0.15 notitle, \
     for [m=0:3] flow("success", m) using 1:2 with lines linetype FLOW[m + 1] title METHOD[m + 1]
unset multiplot
