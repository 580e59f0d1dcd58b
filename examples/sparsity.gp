# SPDX-License-Identifier: MIT
# gnuplot -c sparsity.gp FOLDER/sparsity OUTPUT.svg: exact zeros before and after training.
csv = ARG1.".csv"
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set title "outputs of hidden units that are exactly 0"
set xlabel "share of all outputs, %"
set xrange [-2:100]
set yrange [8.6:-0.6]
set ytics noenhanced
set grid xtics lc rgb "#dddddd"
set key bottom right
plot csv skip 1 using (100*$2):0:ytic(1) with points pt 6 ps 1.1 lw 1.5 lc rgb "#e08030" \
         title "before training", \
     csv skip 1 using (100*$3):0:(100*$4):(100*$5) with xerrorbars pt 7 ps 0.6 lc rgb "#2060b0" \
         title "after: mean, least to most"
