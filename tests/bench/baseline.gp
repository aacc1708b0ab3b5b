# Speeds against other ways of our own.
# usage: gnuplot -c baseline.gp OUT.(pdf|svg) baseline.tsv
#
# kind: figure
# title: Speed against other ways of our own
# caption: Time of another way, of a loop by hand, of a smaller size for each item, or of one thread, over ours. Two threads are in wall time, the others in processor time. Point: median of five
#   paired runs, open where the speed asked is missed; bar: least and largest; black mark: what was
#   asked; dashed: as fast. Left the comparison, right the peer.
# alt: A row for each comparison, on a logarithmic axis from about 0.5 to some hundreds.
load "figures/style/style.gp"
KIND = 3
call "tests/bench/speeds-draw.gp" ARG1 ARG2
