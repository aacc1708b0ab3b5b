# What a certificate costs near a jump.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-certificate.gp OUT.(pdf|svg) polynomial.h5
#
# kind: illustration
# title: The price of a certificate near a jump
# caption: Illustration, not a figure of the paper. The ceiling of x from a sum-of-squares lower
#   level of degree 24, at x = 1 + 10⁻ᵉ: boxes that Bernstein branch and bound needs to prove that
#   no minimiser lies below t = 1.99. Dots: expanded in double-double arithmetic with error
#   bounds, a proof at every distance. Squares: expanded in double arithmetic, rounding ignored, which
#   proves nothing; filled where the search ends with "positive", open where it fails. It fails at
#   1e-8 and 1e-9 and succeeds by accident below. Line: interval bounds of the product as it
#   stands need one box at every distance.
# alt: Boxes grow linearly with the number of digits, from 27 to 141; the squares follow until
#   10⁻⁷ and then stay at 93.
# claims: 2407.12372-C7c 2407.12372-C7d 2407.12372-C7e
load "figures/style/style.gp"
HEIGHT = 6.8
call "figures/style/terminal.gp" ARG1
DATA = ARG2
get(a, b) = sprintf("< build/bin/h5cols %s jump/distance jump/%s jump/%s", DATA, a, b)
set logscale x
set format x "10^{%T}"
set xlabel "distance of x to the jump"
set ylabel "boxes"
set xrange [2e-13:0.4]
set yrange [-8:230]
set key top right
plot get("proved_boxes", "proved") using 1:($3 > 0.5 ? $2 : 1/0) with linespoints linetype 1 \
         title "with error bounds: proof", \
     get("plain_boxes", "plain") using 1:($3 > 0.5 ? $2 : 1/0) with points linetype 2 pointtype 5 \
         title "rounding ignored: “positive”", \
     get("plain_boxes", "plain") using 1:($3 < 0.5 ? $2 : 1/0) with points linetype 2 pointtype 4 \
         pointsize 0.8 title "rounding ignored: fails", \
     get("factored", "factored") using 1:($3 > 0.5 ? 1 : 1/0) with linespoints linetype 3 \
         pointsize 0.3 title "factored, intervals: proof"
