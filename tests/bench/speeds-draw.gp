# Draws one table of speeds: a row for each comparison, KIND its number, 1 to 4.
# ARG1 = OUT.(pdf|svg), ARG2 = the table, as `h5table` prints it.
WIDE = 1
ROWS = int(system("wc -l <'".ARG2."'")) - 1
HEIGHT = 1.9 + (ROWS > 40 ? 0.33 : 0.42) * ROWS
call "figures/style/terminal.gp" ARG1
set datafile separator "\t"
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
set offsets graph 0.03, graph 0.03, 0, 0
set xtics (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, "10^3" 1e3, "10^4" 1e4, "10^5" 1e5, "10^6" 1e6)
# where what is asked is missed: an open point
shape(met) = met eq "0" ? 6 : 7
# where nothing is asked: a mark of no length
is(asked) = asked ne "NaN"
plot ARG2 skip 1 using (is(strcol(5)) ? $5 : $8):(-$0 - 0.32 * is(strcol(5))):(0):(0.64 * is(strcol(5))) with vectors nohead \
         dashtype 1 linewidth 2 linecolor rgb "black" title "asked", \
     ARG2 skip 1 using 8:(-$0):9:10:ytic(1):y2tic(2) with xerrorbars \
         linecolor rgb OI[KIND] dashtype 1 linewidth 1.6 pointtype 0 notitle, \
     ARG2 skip 1 using 8:(-$0):(shape(strcol(12))) with points \
         pointtype variable pointsize 0.7 linecolor rgb OI[KIND] notitle, \
     keyentry with points pointtype 7 pointsize 0.7 linecolor rgb OI[KIND] \
         title "median of five pairs", \
     keyentry with points pointtype 6 pointsize 0.7 linecolor rgb OI[KIND] \
         title "missed"
