# SPDX-License-Identifier: MIT
# gnuplot -c prelu_decay.gp FOLDER/prelu_decay OUTPUT.svg: every learnt slope against the decay.
width = 640; height = 360; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set title "Slopes that prelu learnt, of every unit and start"
set xlabel "weight decay (l2) of the slopes"
set ylabel "slope"
set xrange [-0.6:4.6]
set xtics ("none" 0, "0.0001" 1, "0.001" 2, "0.01" 3, "0.1" 4)
unset key
at(l2) = l2 == 0 ? 0 : log10(l2) + 5
plot csv skip 1 using (at($2) + 0.6*(rand(0) - 0.5)):3 with points lt 1 pt 7 ps 0.2
