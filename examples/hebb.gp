# SPDX-License-Identifier: MIT
# gnuplot -c hebb.gp FOLDER/hebb OUTPUT.svg: how much of patterns comes back, against their count.
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set title "a memory of 100 units"
set xlabel "patterns"
set ylabel "entries right"
set xrange [0:42]
set yrange [0.6:1.02]
set grid ytics lc rgb "#dddddd"
set key top right
set bars 0.6
of(damage) = "< grep '^[0-9]*,".damage.",' ".ARG1.".csv"
set arrow from 13.8, 0.6 to 13.8, 1 nohead dt 2 lc rgb "#808080"
set label "0.138 n" at 14.2, 0.63 tc rgb "#606060"
plot of("0.1") using ($1 - 0.15):3:4:5 with yerrorlines pt 7 ps 0.6 lw 1.5 lc rgb "#2060b0" \
         title "a tenth turned over", \
     of("0.25") using ($1 + 0.15):3:4:5 with yerrorlines pt 5 ps 0.6 lw 1.5 lc rgb "#b03020" \
         title "a quarter turned over"
