# SPDX-License-Identifier: MIT
# gnuplot -c hebb.gp FOLDER/hebb OUTPUT.svg: how much of patterns comes back, against their count.
width = 640; height = 360; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set title "What a memory of 100 units restores"
set xlabel "patterns stored"
set ylabel "entries right"
set xrange [0:42]
set yrange [0.58:1.02]
of(damage) = "< grep '^[0-9]*,".damage.",' ".ARG1.".csv"
set arrow from 13.8, 0.58 to 13.8, 1.02 nohead dt 2 lc rgb "#808080"
set label "limit, 0.138 a unit" at 13.4, 0.625 right tc rgb "#606060"
plot of("0.1") using ($1 - 0.15):3:4:5 with yerrorlines lt 1 ps 0.6 title "a tenth turned over: mean, least to most", \
     of("0.25") using ($1 + 0.15):3:4:5 with yerrorlines lt 2 ps 0.6 title "a quarter"
