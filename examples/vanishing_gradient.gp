# SPDX-License-Identifier: MIT
# gnuplot -c vanishing_gradient.gp FOLDER/vanishing_gradient OUTPUT.svg: gradient norms of 30 layers.
width = 900; height = 640; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set multiplot layout 2, 2 margins 0.09, 0.98, 0.08, 0.86 spacing 0.08, 0.16 \
    title "What reaches each of 30 layers of the gradient" font ",13"
set logscale y
set format y "10^{%T}"
lowest = 1e-20
set yrange [lowest:1e4]
set ytics 1e-20, 1e4
set xrange [0.5:30.5]
set xtics (1, 5, 10, 15, 20, 25, 30)
set xlabel "layer"
set key at screen 0.53, 0.93 center center vertical maxrows 1 samplen 2
# mpelu starts as elu: it is drawn narrow upon it.
names = "elu sigmoid tanh relu selu prelu mpelu"
styles = "6 1 2 3 4 5 7"
widths = "5 1.8 1.8 1.8 1.8 1.8 1"
of(name, init) = sprintf("< grep '^%s,%s,30,' %s", name, init, csv)
do for [column in "5 6"] {
    do for [init in "Xavier MSRA"] {
        set title init.", ".(column == 5 ? "before training" : "after training")
        set ylabel (init eq "Xavier" ? "gradient norm" : "")
        is_zero = int(system(sprintf("grep '^relu,%s,30,' %s | awk -F, '$%s != 0 { n = 1 } END { print n ? 0 : 1 }'", init, csv, column)))
        if (is_zero) { set label 1 "relu: 0 in every layer" at graph 0.98, 0.06 right }
        plot for [i = 1:7] of(word(names, i), init) using 4:int(column) with lines lt int(word(styles, i)) \
            lw real(word(widths, i)) title word(names, i)
        unset label 1
        unset key
    }
}
unset multiplot
