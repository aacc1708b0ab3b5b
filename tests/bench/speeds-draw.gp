# Draws one table of speeds: a row for each comparison, KIND its number, 1 to 4.
# ARG1 = OUT.(pdf|svg), ARG2 = the table, as `h5table` prints it.
WIDE = 1
ROWS = int(system("wc -l <'".ARG2."'")) - 1
HEIGHT = 1.9 + 0.42 * ROWS
call "figures/style/terminal.gp" ARG1
set datafile separator "\t"
set datafile missing "NaN"
set logscale x
set format x "%g"
set xlabel "time of the peer over ours"
set yrange [-ROWS + 0.4:0.6]
set ytics noenhanced nomirror scale 0
set y2range [-ROWS + 0.4:0.6]
set y2tics noenhanced scale 0
set grid noytics
set bars 0.5
set key above horizontal center
set arrow from 1, graph 0 to 1, graph 1 nohead linestyle 100
# missed: an open point
shape(met) = met == 0 ? 6 : 7
plot ARG2 skip 1 using 8:(-$0):9:10:ytic(1):y2tic(2) with xerrorbars \
         linecolor rgb OI[KIND] linewidth 1.6 pointtype 0 notitle, \
     ARG2 skip 1 using 8:(-$0):(shape($12)) with points pointtype variable \
         pointsize 0.7 linecolor rgb OI[KIND] title "median, least and largest of five pairs", \
     ARG2 skip 1 using 5:(-$0 - 0.32):(0):(0.64) with vectors nohead \
         linewidth 2 linecolor rgb "black" title "asked"
