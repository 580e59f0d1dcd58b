# SPDX-License-Identifier: MIT
# gnuplot -c noise.gp FOLDER/noise OUTPUT.svg: what networks with and without noise make of points.
width = 1000; height = 380; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 1, 3 margins 0.07, 0.98, 0.32, 0.83 spacing 0.06, 0 \
    title "24 inexact points of a curve, learnt without and with noise in the activations: the first start" font ",13"
set xlabel "x"
set xrange [-5.2:5.2]
set yrange [-1.6:1.6]
set key vertical maxrows 3 samplen 2
of(name) = "< grep '^".name.",' ".ARG1.".csv"
do for [names in "'leaky_relu rrelu' 'relu noisy_relu' 'hard_tanh noisy_hard_tanh nani_hard_tanh'"] {
    set title word(names, 1)." and its noisy forms" noenhanced
    set ylabel (names[:5] eq "leaky" ? "y" : "")
    plot of(word(names, 1)) using 2:3 with lines lt 12 dt 1 lw 7 lc rgb "#d4d4d4" title "the curve", \
         for [i = 1:words(names)] of(word(names, i)) using 2:4 with lines lt i title word(names, i), \
         ARG1."_points.csv" skip 1 using 1:2 with points lt 7 pt 7 ps 0.45 title "shown"
}
unset multiplot
