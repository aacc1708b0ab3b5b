# Set-valued piggyback at a kink.  Illustration, not a figure of the paper.
# usage: gnuplot -c illus-intervals.gp OUT.(pdf|svg) set_piggyback.h5
#
# kind: illustration
# title: The set of all derivatives converges
# caption: x⁺ = max(x + θ, 0)/2 at θ = 0, x = 0, where every t in [0, 1/2] is a derivative. Left: the
#   interval of all piggyback derivatives, started at 5 and at −5, and its limit [0, 1] (dashed),
#   the Clarke derivative of the limit max(θ, 0). Middle: distance of its farthest point to [0, 1],
#   with the rate 1/2 (dashed). Right: density of the 200th derivative for random t, uniform on
#   [0, 1/2] (1000 runs; 200 at smoke, 10000 at paper scale): single selections fill the interval.
# alt: Left: two tubes that shrink to the band from 0 to 1 within ten iterations. Middle: a straight
#   line on a logarithmic axis from 4 downwards, and a shorter one. Right: a histogram over
#   0 to 1.
# claims: 2206.00457-C24
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 6.2
call "figures/style/terminal.gp" ARG1
DATA = ARG2
tube(i) = sprintf("< build/bin/h5cols %s sets/iteration 'sets/lo[%d]' 'sets/hi[%d]'", DATA, i, i)
excess(i) = sprintf("< build/bin/h5cols %s sets/iteration 'sets/excess[%d]'", DATA, i)

set multiplot layout 1, 3 margins char 9, screen 0.97, char 3.6, screen 0.97 \
    spacing char 10, char 1
set xlabel "iteration k"
set ylabel "derivatives"
set xrange [0:15]
set xtics 5
set yrange [-5.2:5.2]
set key bottom right samplen 1.6
plot for [i=0:1] tube(i) using 1:2:3 with filledcurves linecolor rgb OI[i+1] \
         fillstyle transparent solid 0.35 border \
         title i == 0 ? "from 5" : "from −5", \
     0 with lines linestyle 100 notitle, 1 with lines linestyle 100 notitle
set ylabel "distance to [0, 1]"
set xrange [0:50]
set xtics 10
set logscale y
set format y "10^{%T}"
set yrange [1e-15:10]
set key top right samplen 1.6
plot for [i=0:1] excess(i) using 1:2 with linespoints linetype i+1 dashtype 1 \
         title i == 0 ? "from 5" : "from −5", \
     "< build/bin/h5cols ".DATA." sets/iteration sets/guide" using 1:2 with lines \
         linestyle 100 title "rate 1/2"
unset logscale
set format y "%g"
set xlabel "derivative J_{200}"
set ylabel "density"
set xrange [0:1]
set xtics 0.25
set yrange [0:*]
set style fill solid 0.6 noborder
set boxwidth 0.95 relative
unset key
plot "< build/bin/h5cols ".DATA." random/bin random/density" using 1:2 with boxes \
    linecolor rgb OI[3]
unset multiplot
