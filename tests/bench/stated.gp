# Speeds against times that were asked.
# usage: gnuplot -c stated.gp OUT.(pdf|svg) stated.tsv
#
# kind: figure
# title: Speed against times that were asked
# caption: Time that was asked over ours, processor time of one thread. Point: median of five
#   paired runs, open where the speed asked is missed; bar: least and largest; black mark: what was
#   asked; dashed: as fast. Left the comparison, right the peer.
# alt: A row for each comparison, on a logarithmic axis from 1 upwards.
load "figures/style/style.gp"
KIND = 4
call "tests/bench/speeds-draw.gp" ARG1 ARG2
