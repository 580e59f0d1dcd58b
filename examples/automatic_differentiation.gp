# SPDX-License-Identifier: MIT
# gnuplot -c automatic_differentiation.gp FOLDER/automatic_differentiation OUTPUT.svg: time of a
# gradient against the count of weights.
csv = ARG1.".csv"
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set logscale xy
set title "time of a gradient"
set xlabel "weights"
set ylabel "microseconds"
set grid ytics lc rgb "#dddddd"
set xrange [5:1000]
set key top left
set format y "10^{%T}"
plot csv skip 1 using 1:2 with linespoints pt 7 ps 0.6 lw 1.5 lc rgb "#b03020" \
         title "forward: a pass for each weight", \
     csv skip 1 using 1:3 with linespoints pt 5 ps 0.6 lw 1.5 lc rgb "#2060b0" \
         title "reverse: one pass for all"
