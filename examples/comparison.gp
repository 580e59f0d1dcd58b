# SPDX-License-Identifier: MIT
# gnuplot -c comparison.gp FOLDER/comparison OUTPUT.svg: accuracy of every activation, with its
# spread over the starts; what learns little lies beyond the left edge.
csv = ARG1.".csv"
set datafile separator ","
stats csv skip 1 using 2 nooutput
n = STATS_records
set terminal svg size 640, 15*n + 60 font "Helvetica,11" background "white"
set output ARG2
set yrange [n - 0.5:-0.5]
range = STATS_max - STATS_lo_quartile
set xrange [STATS_lo_quartile - 2*range:STATS_max + 0.1*range]
set xlabel "accuracy: mean, least and most"
set border 3
set tics nomirror
set ytics noenhanced
set grid xtics lc rgb "#dddddd"
unset key
plot csv skip 1 using 2:0:3:4:ytic(1) with xerrorbars pt 7 ps 0.4 lc rgb "#2060b0"
