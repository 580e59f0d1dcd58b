# SPDX-License-Identifier: MIT
# gnuplot -c complex_ionosphere.gp FOLDER/complex_ionosphere OUTPUT.svg: accuracy of every start, and
# their mean.
width = 640; height = 340; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set title "Radar returns: complex and real networks, 20 starts each"
set xlabel "share of returns not seen that were told right"
set xrange [0.905:0.985]
set grid xtics noytics
set yrange [6.5:-0.5]
load here."/starts.gp"
