# Errors of three Jacobians at every 50th gradient step, cpusmall.
# Illustration, not a figure of the paper.
# usage: gnuplot -c illus-iterations-cpusmall.gp OUT.(pdf|svg) ridge_cpusmall.h5
#
# kind: illustration
# title: Figure 3 by iterations, cpusmall
# caption: Relative errors of the Jacobian (solid) and of the iterates (dashed) every 50 gradient
#   steps, on cpusmall (8192 rows, 12 features, not scaled). "implicit diff" is the implicit
#   estimate at each of these iterates. "1-step", a block of 1000 gradient steps, is zero before
#   its block, so its error is 1. With the step 2/(μ+L) the top eigendirection is multiplied by
#   -ρ in every step, in the iterates and in the Jacobian: autodiff grows like k ρ^k before it
#   converges. One run.
# alt: Four panels with logarithmic errors against iterations. With step 1/L autodiff falls with
#   the iterates; with step 2/(μ+L) it first rises by a factor of a few hundred. 1-step stays at
#   1 and falls in the last fifth.
# claims: 2305.13768-C10b 2305.13768-C16
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 11
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2305.13768-one-step/illus-iterations-draw.gp"
