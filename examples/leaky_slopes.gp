# SPDX-License-Identifier: MIT
# gnuplot -c leaky_slopes.gp FOLDER/leaky_slopes OUTPUT.svg: accuracy of every start against slope.
width = 640; height = 360; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set title "Two spirals: leaky_relu from a straight line to relu" noenhanced
set xlabel "slope of the negative side"
set ylabel "points told right"
set xrange [1.05:-0.05]
set yrange [0.54:1.02]
mean = "< awk -F, 'NR > 1 { n[$1]++; s[$1] += $3 } END { for (k in n) print k \",\" s[k]/n[k] }' ".csv." | sort -n"
plot mean using 1:2 with linespoints lt 2 ps 0.7 title "mean", \
     csv skip 1 using ($1 + 0.03*(rand(0) - 0.5)):3 with points lt 1 pt 7 ps 0.35 title "every start"
