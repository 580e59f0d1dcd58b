# SPDX-License-Identifier: MIT
# gnuplot -c nonlinearity.gp FOLDER/nonlinearity OUTPUT.svg: loss of exclusive or while it is learnt.
csv = ARG1.".csv"
set terminal svg size 760, 360 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set logscale y
set xrange [0:300]
set yrange [8e-5:2]
set xlabel "step"
set ylabel "mean square error"
set format y "10^{%T}"
set key outside right noenhanced
set border 3
set tics nomirror
names = system("awk -F, 'NR > 1 && !seen[$1]++ { print $1 }' ".csv)
plot for [name in names] csv using 2:(strcol(1) eq name ? $3 : NaN) with lines \
    lw (name eq "none" ? 3 : 1.5) title name
