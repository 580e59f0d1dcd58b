# SPDX-License-Identifier: MIT
# gnuplot -c physics_informed.gp FOLDER/physics_informed OUTPUT.svg: error of the solution, and how
# it fell.
set terminal svg size 900, 320 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set border 3
set tics nomirror
set key top right
set format y "10^{%T}"
set logscale y
set xlabel "step"
plot ARG1."_steps.csv" using 1:2 with lines lw 1.5 title "residual of the equation", \
     ARG1."_steps.csv" using 1:3 with lines lw 1.5 title "largest error of u"
unset logscale y
set format y "%.1e"
set xlabel "x"
set xrange [0:pi]
set xtics ("0" 0, "π/2" pi/2, "π" pi)
plot ARG1.".csv" using 1:($2-$3) with lines lw 1.5 title "u - sin x"
unset multiplot
