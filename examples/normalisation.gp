# SPDX-License-Identifier: MIT
# gnuplot -c normalisation.gp FOLDER/normalisation OUTPUT.svg: gradient norm of every layer at first.
set terminal svg size 900, 320 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 3
set border 3
set tics nomirror
set logscale y
set format y "10^{%T}"
set yrange [1e-7:1e13]
set ytics 1e-6, 1e3
set xrange [0.5:15.5]
set xtics 5
set xlabel "layer"
set ylabel "gradient norm"
set grid ytics lc rgb "#dddddd"
set key top left
title(cure) = cure eq "none" ? "as drawn" : cure eq "LSUV" ? "after LSUV" : "batch normalisation"
of(w, cure) = "< grep '^".w.",".cure.",' ".ARG1.".csv"
do for [cure in "none LSUV batch"] {
    set title title(cure)
    plot of("2", cure) using 3:4 with linespoints pt 7 ps 0.7 lw 5 lc rgb "#e0a090" \
             title "twice He's weights", \
         of("1", cure) using 3:4 with linespoints pt 5 ps 0.4 lw 2.5 lc rgb "#208040" \
             title "He's weights", \
         of("0.5", cure) using 3:4 with linespoints pt 9 ps 0.4 lw 0.8 lc rgb "#2060b0" \
             title "half of them"
}
unset multiplot
