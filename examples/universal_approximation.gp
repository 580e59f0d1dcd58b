# SPDX-License-Identifier: MIT
# gnuplot -c universal_approximation.gp FOLDER/universal_approximation OUTPUT.svg: a curve and what
# layers of three widths make of it; error against width.
width = 900; height = 380; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set multiplot layout 1, 2
set xlabel "x"
set ylabel "y"
set xrange [-2:2]
set title "A curve, and what layers of tanh units make of it"
fit(w) = sprintf("< awk -F, '$1 == \"tanh\" && $2 == %d' %s_curves.csv", w, ARG1)
plot fit(64) using 3:4 with lines lt 12 dt 1 lw 9 lc rgb "#cccccc" title "the curve", \
     fit(16) using 3:5 with lines lt 7 lw 4 title "16 units", \
     fit(2) using 3:5 with lines lt 1 lw 3 title "2", \
     fit(4) using 3:5 with lines lt 6 lw 1.6 title "4"
set title "The error falls with the width, if there is an activation"
set logscale xy
set xlabel "units in the hidden layer"
set ylabel "root mean square error"
set xrange [0.9:72]
set yrange [0.002:1]
set format y "10^{%T}"
set xtics (1, 2, 4, 8, 16, 32, 64)
error(name) = "< awk -F, '$1 == \"".name."\"' ".csv
names = "tanh relu gelu identity"
plot for [i = 1:4] error(word(names, i)) using 2:3 with linespoints lt i ps 0.6 title word(names, i)
unset multiplot
