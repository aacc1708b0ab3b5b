# Interacting particles.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-particles.gp OUT.(pdf|svg) particle_law.h5 particle_escape.h5
#
# kind: illustration
# title: Particles with a density estimate
# caption: Left: histogram of particles at β = 8 over the second half of the run (lines) and μ_β (dashed): deterministic rule, m = 1/2 (sharp, its highest bin cut off) and hybrid (flat).
#   Middle: stochastic rule, hybrid, kernels of width σ = 0.05, 0.03, 0.015: noise and smoothing bias the balance between the wells, less for narrow kernels. Right: share left in the wrong well at β = 24 after a start there:
#   Langevin particles and the deterministic rule stay, the stochastic rules cross; thin lines: the mean-field flow on the same clock. The pure rule lags behind its flow because N = 1000 particles leave few in the tail.
# alt: Histograms along dashed curves; three histograms whose left hump grows; two flat curves at
#   one and two that fall.
# claims: 2204.01306-C23a 2204.01306-C23b 2204.01306-C24a 2204.01306-C24b 2204.01306-C25 2204.01306-C27
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.8
call "figures/style/terminal.gp" ARG1
law(what, i) = sprintf("< build/bin/h5cols %s law/x 'law/%s[%d]'", ARG2, what, i)
left(i) = sprintf("< build/bin/h5cols %s escape/time 'escape/wrong[%d]'", ARG3, i)
set multiplot layout 1, 3
set xlabel "x"
set ylabel "density"
set xrange [0:1]
set yrange [0:22]
set key top left
plot for [i=0:1] law("exact", i) using 1:2 with lines linestyle 100 notitle, \
     law("histogram", 0) using 1:2 with steps linetype 1 title "m = 1/2", \
     law("histogram", 1) using 1:2 with steps linetype 2 dashtype 1 title "hybrid"
set yrange [0:6]
plot law("exact", 4) using 1:2 with lines linestyle 100 title "μ_β", \
     law("histogram", 2) using 1:2 with steps linetype 5 dashtype 1 title "σ = 0.05", \
     law("histogram", 3) using 1:2 with steps linetype 3 dashtype 1 title "σ = 0.03", \
     law("histogram", 4) using 1:2 with steps linetype 1 title "σ = 0.015"
set xlabel "drift time s"
set ylabel "share in the wrong well"
set xrange [0:40]
set yrange [0:1.6]
set ytics 0, 0.2, 1
set key top right samplen 1.5
plot left(0) using 1:2 with lines linetype 8 dashtype 1 title "Langevin", \
     left(3) using 1:2 with lines linetype 5 title "determ., hybrid", \
     left(2) using 1:2 with lines linetype 1 title "stoch., m = 1/2", \
     left(1) using 1:2 with lines linetype 2 dashtype 1 title "stoch., hybrid", \
     left(5) using 1:2 with lines linetype 1 linewidth 0.7 notitle, \
     left(4) using 1:2 with lines linetype 2 dashtype 1 linewidth 0.7 notitle
unset multiplot
