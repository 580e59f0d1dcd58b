# SPDX-License-Identifier: MIT
# gnuplot -c normalisation.gp FOLDER/normalisation OUTPUT.svg: gradient norm of every layer at first.
width = 900; height = 370; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 1, 3 margins 0.08, 0.98, 0.15, 0.76 spacing 0.04, 0 title "Gradient before the first step, layer by layer, the first start" font ",13"
set logscale y
set format y "10^{%T}"
set yrange [1e-7:1e6]
set ytics 1e-6, 1e3
set xrange [0.5:15.5]
set xtics (1, 5, 10, 15)
set xlabel "layer"
set key at screen 0.53, 0.9 center center vertical maxrows 1
title(cure) = cure eq "none" ? "as drawn" : cure eq "LSUV" ? "after LSUV" : "batch normalisation"
of(w, cure) = "< grep '^".w.",".cure.",' ".ARG1.".csv"
do for [cure in "none LSUV batch"] {
    set title title(cure)
    set ylabel (cure eq "none" ? "gradient norm" : "")
    # From wide to narrow: where all are the same, all are seen.
    plot of("2", cure) using 3:4 with linespoints lt 6 pt 7 ps 0.7 lw 6 title "twice He's weights", \
         of("1", cure) using 3:4 with linespoints lt 1 pt 5 ps 0.4 lw 3 title "He's weights", \
         of("0.5", cure) using 3:4 with linespoints lt 7 pt 9 ps 0.4 lw 0.8 title "half of them"
    unset key
    set format y ""
}
unset multiplot
