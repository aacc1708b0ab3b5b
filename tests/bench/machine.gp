# Speeds against limits of the machine.
# usage: gnuplot -c machine.gp OUT.(pdf|svg) machine.tsv
#
# kind: figure
# title: Speed against limits of the machine
# caption: Time that the machine needs for the bytes, or for the BLAS and LAPACK calls, of a work over ours, processor time of one thread. Point: median of five
#   paired runs, open where the speed asked is missed; bar: least and largest; black mark: what was
#   asked; dashed: as fast. Left the comparison, right the peer.
# alt: A row for each comparison; most lie between 0.5 and 1 on a logarithmic axis.
load "figures/style/style.gp"
KIND = 2
call "tests/bench/speeds-draw.gp" ARG1 ARG2
