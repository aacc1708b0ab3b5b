# Errors of the subgradients of a ReLU network: building.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-network-building.gp OUT.(pdf|svg) network_building.h5
#
# kind: illustration
# title: A ReLU network on the building data
# caption: Regression by one hidden layer of ReLU units with ℓ2 penalty, subgradients by reverse mode:
#   200 rows of the building data (energy use of a building, Proben1; 50 at smoke, 400 at paper scale), 14 inputs, 8 hidden units (4 at smoke, 64 at paper scale).
#   Left: norm of the mean V of v_k over the last tenth against the size ε of the errors; dashed: ε.
#   Middle: largest |v_k| there, which kinks keep from going to zero. Right: |V| against the largest
#   error met with forward differences and single precision, over fewer steps; |V| is at most
#   about that error (dashed) once the iterates have settled.
# alt: Left: the curves outward and constant on the dashed line, shrink on it for large errors only, random
#   far below. Middle: curves that level off. Right: three points on the diagonal, one above it.
# claims: 2404.19517-C37b 2404.19517-C38 2404.19517-C39b
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 7.0
call "figures/style/terminal.gp" ARG1
DATA = ARG2
load "experiments/2404.19517-inexact-subgradient/illus-network-draw.gp"
