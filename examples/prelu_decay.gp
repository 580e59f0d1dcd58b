# SPDX-License-Identifier: MIT
# gnuplot -c prelu_decay.gp FOLDER/prelu_decay OUTPUT.svg: every learnt slope against the decay.
csv = ARG1.".csv"
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set title "slopes that prelu learnt, of every unit and start"
set xlabel "l2 of the slopes"
set ylabel "slope"
set xrange [-0.6:4.6]
set xtics ("none" 0, "0.0001" 1, "0.001" 2, "0.01" 3, "0.1" 4)
set grid ytics lc rgb "#dddddd"
unset key
at(l2) = l2 == 0 ? 0 : log10(l2) + 5
plot csv skip 1 using (at($2) + 0.6*(rand(0) - 0.5)):3 with points pt 7 ps 0.2 lc rgb "#2060b0"
