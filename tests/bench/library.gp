# Speeds against other libraries.
# usage: gnuplot -c library.gp OUT.(pdf|svg) library.tsv
#
# kind: figure
# title: Speed against other libraries
# caption: Time of the other library over ours, processor time of one thread. Point: median of five
#   paired runs, open where the speed asked is missed; bar: least and largest; black mark: what was
#   asked; dashed: as fast. Left the comparison, right the peer.
# alt: A row for each comparison, from about 0.1 to some tens on a logarithmic axis.
load "figures/style/style.gp"
KIND = 1
call "tests/bench/speeds-draw.gp" ARG1 ARG2
