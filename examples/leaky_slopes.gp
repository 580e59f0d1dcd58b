# SPDX-License-Identifier: MIT
# gnuplot -c leaky_slopes.gp FOLDER/leaky_slopes OUTPUT.svg: accuracy of every start against slope.
csv = ARG1.".csv"
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set title "two spirals: leaky relu from a straight line to relu"
set xlabel "slope of the negative side"
set ylabel "points told right"
set xrange [1.05:-0.05]
set yrange [0.5:1.02]
set grid ytics lc rgb "#dddddd"
set key bottom right
mean = "< awk -F, 'NR > 1 { n[$1]++; s[$1] += $3 } END { for (k in n) print k \",\" s[k]/n[k] }' ".csv." | sort -n"
plot csv skip 1 using ($1 + 0.006*(rand(0) - 0.5)):3 with points pt 7 ps 0.4 lc rgb "#90b0d8" \
         title "a start", \
     mean using 1:2 with linespoints pt 7 ps 0.6 lw 2 lc rgb "#b03020" title "mean"
