# SPDX-License-Identifier: MIT
# gnuplot -c delta_rule.gp FOLDER/delta_rule OUTPUT.svg: how the error of one unit falls, what it draws in the plane, and the blame
# of hidden units.
width = 960; height = 410; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set multiplot layout 1, 3 margins 0.07, 0.985, 0.35, 0.9 spacing 0.09, 0
set key vertical maxrows 3 samplen 2

set title "The error of one unit, every start"
set xlabel "step"
set ylabel "half the square error"
set logscale xy
set xrange [1:2000]
set format y "10^{%T}"
starts = int(system("awk -F, 'NR > 1 && $1 > n { n = $1 } END { print n }' ".csv))
of(start) = "< grep '^".start.",' ".csv
plot for [s = 1:starts] of(s) using 2:3 with lines lt 12 dt 1 lw 4 title (s == 1 ? "by hand" : ""), \
     for [s = 1:starts] of(s) using 2:4 with lines lt 1 lw 0.8 title (s == 1 ? "with backward" : "")

unset logscale
set format y "%g"
set title "Where its answer is 1/2: \"or\""
set xlabel "first input"
set ylabel "second input"
set xrange [-0.6:1.6]
set yrange [-0.6:1.6]
set xtics 0.5
set ytics 0.5
weights = ARG1."_lines.csv"
weight(step, column) = real(system(sprintf("awk -F, '$1 == %d { print $%d }' %s", step, column, weights)))
array step[3] = [1, 100, 2000]
array slope[3]
array height[3]
do for [i = 1:3] {
    slope[i] = -weight(step[i], 2) / weight(step[i], 3)
    height[i] = -weight(step[i], 4) / weight(step[i], 3)
}
$cases << EOD
0,0,0
0,1,1
1,0,1
1,1,1
EOD
plot for [i = 1:3] height[i] + slope[i] * x with lines lt i title sprintf("after step %d", step[i]), \
     $cases using ($3 == 1 ? $1 : 1/0):2 with points lt 7 pt 7 ps 1 title "cases of 1", \
     $cases using ($3 == 0 ? $1 : 1/0):2 with points lt 7 pt 6 ps 1 title "of 0"

set title "The blame of hidden units, every start"
set xlabel "measured by a small change"
set ylabel "sent back"
set xrange [*:*]
set yrange [*:*]
set xtics 0.2
set ytics 0.2
blames = ARG1."_blames.csv"
plot x with lines lt 12 dt 1 lw 3 title "the same", blames using 4:3 with points lt 2 pt 7 ps 0.4 title "a hidden unit"
unset multiplot
