# The authors' extra training.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-published-extra.gp OUT.(pdf|svg) published_extra.h5
#
# kind: illustration
# title: Extra training in the authors' runs on CIFAR-10
# caption: Illustration, not a figure of the paper; the numbers were read in the authors' published figures, and nothing
#   here was run by us. Epochs from the first with training accuracy above 90 % to the first with that of the minority
#   (class dog, of which ζ is kept) above κ, in per cent of the former; means of two runs. 72 experiments: seven
#   networks with SGD, five with AdamW.
# alt: Four panels on a logarithmic axis from 50 to 4000 %. For κ = 90 and SGD the extra training falls with ζ in
#   all networks; for κ = 99 it mostly rises from ζ = 1 % to 10 % and reaches 3000 % with AdamW.
# claims: 2505.13122-C24a 2505.13122-C24b 2505.13122-C24c 2505.13122-C24d 2505.13122-C24e
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 10
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array NAME[7] = ["MobileNet", "ResNet-18", "ResNet-50", "ResNet-101", "SqueezeNet", "VGG-11", "VGG-19"]
array OPT[2] = ["SGD", "AdamW"]
# networks that were run
array RUN[2] = ["1 2 3 4 5 6 7", "1 2 3 4 6"]
array KAPPA[2] = ["90", "99"]
curve(o, n, k) = sprintf("< build/bin/h5cols %s published/zeta 'published/overcost[%d,%d,%d]'", DATA, o, n, k)

set datafile missing "NaN"
set multiplot layout 2, 2 margins char 8, screen 0.82, char 3.6, screen 0.95 spacing char 7, char 4
set logscale xy
set xrange [0.8:40]
set yrange [50:4000]
set xtics ("1" 1, "10" 10, "30" 30)
set ytics (50, 100, 200, 500, 1000, 2000, 4000)
unset key
do for [k=0:1] {
  do for [o=0:1] {
    set title OPT[o+1].", κ = ".KAPPA[k+1]." %" offset 0, -0.6
    set xlabel (k == 1 ? "share ζ of the class that is kept (%)" : "")
    set ylabel (o == 0 ? "extra training (%)" : "") offset 1
    if (o == 0 && k == 0) { set key at screen 0.995, screen 0.95 right top } else { unset key }
    plot for [n in RUN[o+1]] curve(o, n - 1, k) using 1:2 with linespoints linetype (n eq "7" ? 8 : int(n)) dashtype 1 linewidth 0.9 \
           pointsize 0.6 title NAME[int(n)]
  }
}
unset multiplot
