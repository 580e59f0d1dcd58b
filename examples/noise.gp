# SPDX-License-Identifier: MIT
# gnuplot -c noise.gp FOLDER/noise OUTPUT.svg: what networks with and without noise make of points.
csv = ARG1.".csv"
set terminal svg size 900, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set border 3
set tics nomirror
set key top center noenhanced
set xlabel "x"
set yrange [-1.6:2.2]
of(name) = "< grep '^".name.",' ".csv
do for [pair in "leaky_relu,rrelu relu,noisy_relu"] {
    comma = strstrt(pair, ",")
    plain = pair[:comma - 1]
    noisy = pair[comma + 1:]
    plot of(plain) using 2:3 with lines lw 5 lc rgb "#cccccc" title "the curve", \
         ARG1."_points.csv" skip 1 using 1:2 with points pt 7 ps 0.5 lc rgb "black" title "shown", \
         of(plain) using 2:4 with lines lw 1.5 lc rgb "#2060b0" title plain, \
         of(noisy) using 2:4 with lines lw 1.5 lc rgb "#e08030" title noisy
}
unset multiplot
