# SPDX-License-Identifier: MIT
# gnuplot -c automatic_differentiation.gp FOLDER/automatic_differentiation OUTPUT.svg: time of a
# gradient against the count of weights.
width = 640; height = 360; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set logscale xy
set title "Time of one gradient"
set xlabel "weights of the network"
set ylabel "microseconds"
set xrange [5:1000]
set format y "10^{%T}"
plot csv skip 1 using 1:2 with linespoints lt 2 ps 0.7 title "forward: a pass for each weight", \
     csv skip 1 using 1:3 with linespoints lt 1 ps 0.7 title "reverse: one pass for all"
