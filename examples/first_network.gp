# SPDX-License-Identifier: MIT
# gnuplot -c first_network.gp FOLDER/first_network OUTPUT.svg: losses of every start against epochs.
width = 900; height = 370; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 1, 2
set xlabel "epoch"
set ylabel "loss"
set xrange [0.7:5.3]
set xtics 1
set yrange [0:2.6]
of(rate) = sprintf("< awk -F, '$1 - %s < 1e-4 && %s - $1 < 1e-4' %s.csv", rate, rate, ARG1)
apart(x) = x + 0.12*(rand(0) - 0.5) # of starts with the same loss all are seen
do for [rate in "0.01 0.1"] {
    set title "SGD with a rate of ".rate
    plot of(rate) using (apart($2 - 0.1)):4 with points lt 1 pt 7 ps 0.3 title "training, every start", \
         of(rate) using (apart($2 + 0.1)):5 with points lt 2 pt 5 ps 0.3 title "validation, every start"
}
unset multiplot
