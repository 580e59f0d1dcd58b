# SPDX-License-Identifier: MIT
# gnuplot -c concatenated_relu.gp FOLDER/concatenated_relu OUTPUT.svg: accuracy against parameters.
width = 640; height = 360; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set title "Two spirals: relu, and crelu with half the units"
set xlabel "numbers to be learnt"
set ylabel "points told right"
set xrange [0:215]
set yrange [0.48:1.01]
of(name) = "< grep '^".name.",' ".ARG1.".csv"
plot of("relu") using ($3 - 1.5):4:5:6 with yerrorlines lt 2 ps 0.6 title "relu: mean, least to most", \
     of("crelu") using ($3 + 1.5):4:5:6 with yerrorlines lt 1 ps 0.6 title "crelu"
