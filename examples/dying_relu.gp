# SPDX-License-Identifier: MIT
# gnuplot -c dying_relu.gp FOLDER/dying_relu OUTPUT.svg: dead units and accuracy against the rate.
width = 900; height = 370; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 1, 2
set logscale x
set xrange [0.008:4]
set xlabel "rate of learning"
# Rates are set apart a little, for both to be seen.
of(name) = "< grep '^".name.",' ".ARG1.".csv"
set title "Units that are 0 for every sample"
set ylabel "dead, %"
set yrange [-3:103]
plot of("relu") using (0.96*$2):(100*$3):(100*$4):(100*$5) with yerrorlines lt 2 ps 0.6 \
         title "relu: mean, least to most", \
     of("leaky_relu") using (1.04*$2):(100*$3):(100*$4):(100*$5) with yerrorlines lt 1 ps 0.6 \
         title "leaky_relu"
set title "What is learnt"
set ylabel "points told right"
set yrange [0.48:1.02]
plot of("relu") using (0.96*$2):6:7:8 with yerrorlines lt 2 ps 0.6 title "relu: mean, least to most", \
     of("leaky_relu") using (1.04*$2):6:7:8 with yerrorlines lt 1 ps 0.6 title "leaky_relu"
unset multiplot
