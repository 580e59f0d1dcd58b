# SPDX-License-Identifier: MIT
# gnuplot -c radial_basis.gp FOLDER/radial_basis OUTPUT.svg: accuracy against the width of the units.
set terminal svg size 640, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set logscale x
set title "two spirals, by radial basis functions"
set xlabel "width of a unit"
set ylabel "points told right"
set xrange [0.017:1.9]
set xtics (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
set yrange [0.4:1.02]
set grid ytics lc rgb "#dddddd"
set key outside right
set bars 0.6
of(n) = "< grep '^".n.",' ".ARG1.".csv"
plot of("80") using ($2*0.97):3:4:5 with yerrorlines pt 7 ps 0.6 lw 1.5 lc rgb "#b03020" title "80 units", \
     of("40") using ($2*0.99):3:4:5 with yerrorlines pt 5 ps 0.6 lw 1.5 lc rgb "#e08030" title "40", \
     of("20") using ($2*1.01):3:4:5 with yerrorlines pt 9 ps 0.6 lw 1.5 lc rgb "#2060b0" title "20", \
     of("10") using ($2*1.03):3:4:5 with yerrorlines pt 13 ps 0.6 lw 1.5 lc rgb "#208040" title "10"
