# SPDX-License-Identifier: MIT
# gnuplot -c vanishing_gradient.gp FOLDER/vanishing_gradient OUTPUT.svg: gradient norms of 30 layers.
csv = ARG1.".csv"
set terminal svg size 900, 560 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 2, 2
set border 3
set tics nomirror
set logscale y
set format y "10^{%T}"
set yrange [1e-12:1e4]
set xrange [1:30]
set key outside right
set ylabel "gradient norm"
do for [column in "5 6"] {
    do for [init in "Xavier MSRA"] {
        set title init.", ".(column == 5 ? "before training" : "after training")
        set xlabel "layer"
        plot for [name in "sigmoid tanh relu elu selu prelu mpelu"] \
            sprintf("< grep '^%s,%s,30,' %s", name, init, csv) using 4:int(column) \
            with lines lw 1.5 title name
    }
}
unset multiplot
