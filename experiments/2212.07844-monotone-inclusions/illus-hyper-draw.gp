# The drawing shared by both data sets: loaded after the style and the terminal,
# with DATA = the result file, FIRST and SECOND = labels of the weights, KEY =
# the corner of the right panel that its curves leave free.
path(g) = sprintf("< build/bin/h5cols %s 'descent/first[%s]' 'descent/second[%s]'", DATA, g, g)
set multiplot layout 1, 2
set xlabel "log_{10} ".FIRST
set ylabel "log_{10} ".SECOND
set palette defined (0 "#08306b", 0.35 "#4292c6", 0.7 "#c6dbef", 1 "#ffffff")
set cblabel "validation loss"
set key tmargin left horizontal samplen 1.5
set autoscale fix
plot sprintf("< build/bin/h5cols %s grid/first grid/second grid/loss", DATA) using 1:2:3 \
         with image notitle, \
     path("unrolled") using 1:2 with linespoints linetype 2 dashtype 1 linewidth 1.2 \
         pointsize 0.45 title "unrolled", \
     path("implicit") using 1:2 with linespoints linetype 5 dashtype 1 linewidth 1.2 \
         pointsize 0.45 title "implicit"
set logscale xy
set format xy "10^{%T}"
set xlabel "unrolled steps K"
set ylabel "relative error"
set autoscale xy
set yrange [1e-16:10]
set ytics 1e4
eval "set key inside vertical ".KEY
plot sprintf("< build/bin/h5cols %s study/steps study/error", DATA) using 1:2 \
         with linespoints linetype 2 dashtype 1 title "gradient through K steps", \
     sprintf("< build/bin/h5cols %s study/steps study/loss_error", DATA) using 1:2 \
         with linespoints linetype 1 dashtype 1 title "loss of the K-th iterate"
unset multiplot
