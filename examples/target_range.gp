# SPDX-License-Identifier: MIT
# gnuplot -c target_range.gp FOLDER/target_range OUTPUT.svg: median size of the logits while one trains.
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set title "what reaches the output's activation"
set xlabel "steps"
set ylabel "median size of the logits"
set xrange [150:850]
set xtics 200
set yrange [0:*]
set bars 0.6
set grid ytics lc rgb "#dddddd"
set key outside right
of(what) = "< grep '^".what.",' ".ARG1.".csv"
plot of("sigmoid,0 and 1") using ($3 - 6):4:5:6 with yerrorlines pt 7 ps 0.6 lw 1.5 \
         lc rgb "#b03020" title "sigmoid, 0 and 1", \
     of("sigmoid,0.1 and 0.9") using ($3 - 2):4:5:6 with yerrorlines pt 5 ps 0.6 lw 1.5 \
         lc rgb "#e08030" title "sigmoid, 0.1 and 0.9", \
     of("tanh,-1 and 1") using ($3 + 2):4:5:6 with yerrorlines pt 9 ps 0.7 lw 1.5 \
         lc rgb "#2060b0" title "tanh, -1 and 1", \
     of("tanh,-0.9 and 0.9") using ($3 + 6):4:5:6 with yerrorlines pt 13 ps 0.7 lw 1.5 \
         lc rgb "#208040" title "tanh, -0.9 and 0.9"
