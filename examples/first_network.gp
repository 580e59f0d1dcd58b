# SPDX-License-Identifier: MIT
# gnuplot -c first_network.gp FOLDER/first_network OUTPUT.svg: losses of every start against epochs.
set terminal svg size 900, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set border 3
set tics nomirror
set xlabel "epoch"
set ylabel "loss"
set xrange [0.8:5.2]
set xtics 1
set yrange [0:2.6]
set grid ytics lc rgb "#dddddd"
set key bottom left
of(rate) = sprintf("< awk -F, '$1 - %s < 1e-4 && %s - $1 < 1e-4' %s.csv", rate, rate, ARG1)
do for [rate in "0.01 0.1"] {
    set title "rate ".rate
    if (rate eq "0.1") { unset key } # the same colours
    plot of(rate) using ($2 - 0.06):4 with points pt 7 ps 0.3 lc rgb "#2060b0" title "training, a start", \
         of(rate) using ($2 + 0.06):5 with points pt 7 ps 0.3 lc rgb "#e08030" title "validation, a start"
}
unset multiplot
