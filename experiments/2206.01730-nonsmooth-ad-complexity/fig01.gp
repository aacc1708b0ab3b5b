# Four programs as directed acyclic graphs.  Figure 1 of 2206.01730, redrawn from tapes.
# usage: gnuplot -c fig01.gp OUT.(pdf|svg) dag.h5
#
# kind: figure
# title: Programs over {+, ×}, their levels and costs
# caption: The programs of the paper's Figure 1, drawn from their tapes: inputs in squares,
#   operations in circles, levels downwards. P₁ and Q₁ compute the same function at different
#   costs, and so do P₂ = (a+b)(c+d) and Q₁(a,c,d) + P₁(b,c,d), which is how the paper builds a
#   program of level 2 from those of level 1. Costs count operations; they and the places of the
#   nodes are ours.
# alt: Five small graphs: a sum of two inputs; a product with a sum; a sum of two products; a
#   product of two sums; and the sum of a sum of products and a product with a sum, on three levels.
# claims: 2206.01730-C20a 2206.01730-C20b 2206.01730-C20c
load "figures/style/style.gp"
WIDE = 1
HEIGHT = 5.4
call "figures/style/terminal.gp" ARG1
DATA = ARG2
array PROGRAM[5] = ["P0", "P1", "Q1", "P2", "P2_as_Q1_plus_P1"]
array TITLE[5] = ["P₀ = a + b", "P₁ = a(b + c)", "Q₁ = ab + ac", "P₂ = (a + b)(c + d)", \
    "P₂ = Q₁(a,c,d) + P₁(b,c,d)"]
# left edges and widths of the five graphs
array LEFT[5] = [0.0, 0.145, 0.325, 0.515, 0.735]
array WIDTH[5] = [0.145, 0.18, 0.19, 0.22, 0.265]
array INPUTS[5] = [2, 3, 3, 4, 4]
nodes(p) = sprintf("< build/bin/h5cols %s %s/nodes/x %s/nodes/y %s/nodes/symbol", DATA, p, p, p)
edges(p) = sprintf("< build/bin/h5cols %s %s/edges/x %s/edges/y %s/edges/dx %s/edges/dy", \
    DATA, p, p, p, p)
number(path, i) = real(system(sprintf("build/bin/h5cols %s '%s[%d]' | tail -n 1", DATA, path, i)))
symbol(s) = s > 4.5 ? "×" : s > 3.5 ? "+" : substr("abcd", int(s) + 1, int(s) + 1)
# part of an arrow that is left out at each end, where the nodes are; one that
# passes a node on its way is drawn over it
length(dx, dy) = sqrt(dx**2 + (0.8*dy)**2)
cut(dx, dy) = 0.25/length(dx, dy)
unset border
unset tics
unset key
unset grid
set yrange [-2.6:1.55]
set multiplot
do for [i=1:5] {
  set origin LEFT[i], 0.0
  set size WIDTH[i], 1.0
  set lmargin 0
  set rmargin 0
  set tmargin 0
  set bmargin 0
  set xrange [-0.7:(i == 5 ? 5.1 : INPUTS[i] - 0.3 + (i == 4 ? 0.4 : 0))]
  set label 1 TITLE[i] at graph 0.5, graph 0.955 center
  set label 2 sprintf("level %d, cost %d", number("programs/level", i-1), \
      number("programs/cost", i-1)) at graph 0.5, graph 0.03 center
  plot nodes(PROGRAM[i]) using 1:($3 < 3.5 ? $2 : NaN) with points pointtype 5 pointsize 2.0 \
           linecolor rgb "#dceaf5", \
       nodes(PROGRAM[i]) using 1:($3 < 3.5 ? $2 : NaN) with points pointtype 4 pointsize 2.0 \
           linecolor rgb OI[1] linewidth 1, \
       nodes(PROGRAM[i]) using 1:($3 > 3.5 ? $2 : NaN) with points pointtype 7 pointsize 2.2 \
           linecolor rgb "#fbe6d8", \
       nodes(PROGRAM[i]) using 1:($3 > 3.5 ? $2 : NaN) with points pointtype 6 pointsize 2.2 \
           linecolor rgb OI[2] linewidth 1, \
       edges(PROGRAM[i]) using ($1 + $3*cut($3,$4)):($2 + $4*cut($3,$4)): \
           ($3*(1 - 2.1*cut($3,$4))):($4*(1 - 2.1*cut($3,$4))) \
           with vectors filled head size screen 0.008, 20 linecolor rgb "#707070" linewidth 1 dashtype 1, \
       nodes(PROGRAM[i]) using 1:2:(symbol($3)) with labels
}
unset multiplot
