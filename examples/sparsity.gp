# SPDX-License-Identifier: MIT
# gnuplot -c sparsity.gp FOLDER/sparsity OUTPUT.svg: exact zeros before and after training.
width = 640; height = 370; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set title "Outputs of hidden units that are exactly 0"
set xlabel "share of all outputs, %"
set xrange [-2:100]
set yrange [8.6:-0.6]
set ytics noenhanced
set grid xtics noytics
plot ARG1.".csv" skip 1 using (100*$3):0:(100*$4):(100*$5) with xerrorbars lt 1 lw 1.4 ps 0.6 \
         title "after training: mean, least to most", \
     ARG1.".csv" skip 1 using (100*$2):0:ytic(1) with points lt 2 pt 6 ps 1.1 title "before training"
