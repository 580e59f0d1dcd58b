# SPDX-License-Identifier: MIT
# gnuplot -c phase.gp FOLDER/phase OUTPUT.svg: accuracy of every start, and their mean.
width = 640; height = 380; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set title "Which antenna does the tone reach first?"
set xlabel "share of samples not seen that were told right"
set xrange [0.5:1]
set grid xtics noytics
set yrange [7.5:-0.5]
load here."/starts.gp"
