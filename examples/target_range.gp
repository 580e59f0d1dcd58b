# SPDX-License-Identifier: MIT
# gnuplot -c target_range.gp FOLDER/target_range OUTPUT.svg: median size of the logits while one trains.
width = 640; height = 400; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set title "What reaches the output's activation, by its targets: mean, least to most"
set xlabel "steps of training"
set ylabel "median size of the logits"
set xrange [120:880]
set xtics 200
set yrange [0:*]
set key vertical maxrows 2
# Steps are set apart a little, for all to be seen.
of(what) = "< grep '^".what.",' ".ARG1.".csv"
plot of("sigmoid,0 and 1") using ($3 - 21):4:5:6 with yerrorlines lt 1 ps 0.6 \
         title "sigmoid, 0 and 1", \
     of("sigmoid,0.1 and 0.9") using ($3 - 7):4:5:6 with yerrorlines lt 2 ps 0.6 title "sigmoid, 0.1 and 0.9", \
     of("tanh,-1 and 1") using ($3 + 7):4:5:6 with yerrorlines lt 3 ps 0.7 title "tanh, -1 and 1", \
     of("tanh,-0.9 and 0.9") using ($3 + 21):4:5:6 with yerrorlines lt 4 ps 0.7 title "tanh, -0.9 and 0.9"
