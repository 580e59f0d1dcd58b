# SPDX-License-Identifier: MIT
# gnuplot -c universal_approximation.gp FOLDER/universal_approximation OUTPUT.svg: a curve and what
# layers of three widths make of it; error against width.
csv = ARG1.".csv"
curves = ARG1."_curves.csv"
set terminal svg size 900, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set border 3
set tics nomirror
set key top center
set xlabel "x"
set title "tanh units"
fit(w) = sprintf("< awk -F, '$1 == \"tanh\" && $2 == %d' %s", w, curves)
plot fit(64) using 3:4 with lines lw 5 lc rgb "#cccccc" title "the curve", \
     fit(2) using 3:5 with lines lw 1.5 title "2", \
     fit(4) using 3:5 with lines lw 1.5 title "4", \
     fit(16) using 3:5 with lines lw 1.5 lc rgb "black" title "16"
set title "error"
set logscale xy
set xlabel "units in the hidden layer"
set ylabel "root mean square"
set xtics (1, 2, 4, 8, 16, 32, 64)
set key bottom left
error(name) = "< awk -F, '$1 == \"".name."\"' ".csv
plot for [name in "tanh relu gelu identity"] error(name) using 2:3 with linespoints lw 1.5 pt 7 ps 0.5 \
    title name
unset multiplot
