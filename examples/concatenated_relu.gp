# SPDX-License-Identifier: MIT
# gnuplot -c concatenated_relu.gp FOLDER/concatenated_relu OUTPUT.svg: accuracy against parameters.
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set title "two spirals: relu, and crelu with half the units"
set xlabel "numbers to be learnt"
set ylabel "points told right"
set grid ytics lc rgb "#dddddd"
set key bottom right
set xrange [0:215]
set yrange [0.48:1.01]
set bars 0.6
of(name) = "< grep '^".name.",' ".ARG1.".csv"
plot of("relu") using ($3 - 1.5):4:5:6 with yerrorlines pt 7 ps 0.6 lw 1.5 lc rgb "#b03020" title "relu", \
     of("crelu") using ($3 + 1.5):4:5:6 with yerrorlines pt 5 ps 0.6 lw 1.5 lc rgb "#2060b0" title "crelu"
