# Errors of the subgradients of a ReLU network: synthetic.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-network.gp OUT.(pdf|svg) network.h5
#
# kind: illustration
# title: A ReLU network, synthetic data
# caption: Regression by one hidden layer of ReLU units with ℓ2 penalty, subgradients by reverse mode:
#   40 points of sin(3 z1) cos(2 z2) + z2/2 (400 at paper scale), 8 hidden units (4 at smoke, 64 at paper scale).
#   Left: norm of the mean V of v_k over the last tenth against the size ε of the errors; dashed: ε.
#   Middle: largest |v_k| there, which kinks keep from going to zero. Right: |V| against the largest
#   error met with forward differences and single precision, over fewer steps; |V| is at most
#   about that error (dashed) once the iterates have settled.
# alt: Left: the curves outward and constant on the dashed line, shrink on it for large errors only, random
#   far below. Middle: curves that level off. Right: three points on the diagonal, one above it.
# claims: 2404.19517-C28 2404.19517-C29a 2404.19517-C29b 2404.19517-C37a 2404.19517-C39a
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.0
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2404.19517-inexact-subgradient/illus-network-draw.gp"
