# SPDX-License-Identifier: MIT
# gnuplot -c dying_relu.gp FOLDER/dying_relu OUTPUT.svg: dead units and accuracy against the rate.
set terminal svg size 900, 340 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set border 3
set tics nomirror
set grid ytics lc rgb "#dddddd"
set logscale x
set xrange [0.008:4]
set xlabel "rate"
set bars 0.6 # rates set apart a little, for both to be seen
of(name) = "< grep '^".name.",' ".ARG1.".csv"
set title "units that are 0 for every sample"
set ylabel "dead, %"
set yrange [-3:103]
set key top left noenhanced
plot of("relu") using (0.96*$2):(100*$3):(100*$4):(100*$5) with yerrorlines pt 7 ps 0.6 lw 1.5 \
         lc rgb "#b03020" title "relu", \
     of("leaky_relu") using (1.04*$2):(100*$3):(100*$4):(100*$5) with yerrorlines pt 5 ps 0.6 lw 1.5 \
         lc rgb "#2060b0" title "leaky_relu"
set title "what is learnt"
set ylabel "points told right"
set yrange [0.45:1.2]
set ytics 0.5, 0.1, 1
plot of("relu") using (0.96*$2):6:7:8 with yerrorlines pt 7 ps 0.6 lw 1.5 lc rgb "#b03020" title "relu", \
     of("leaky_relu") using (1.04*$2):6:7:8 with yerrorlines pt 5 ps 0.6 lw 1.5 lc rgb "#2060b0" \
         title "leaky_relu"
unset multiplot
