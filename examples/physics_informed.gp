# SPDX-License-Identifier: MIT
# gnuplot -c physics_informed.gp FOLDER/physics_informed OUTPUT.svg: error of the solution, and how
# it fell.
width = 900; height = 360; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 1, 2
set title "The network learns to fulfil u″ = −sin x"
set format y "10^{%T}"
set logscale y
set xlabel "step"
set ylabel "residual and error"
plot ARG1."_steps.csv" using 1:2 with lines lt 1 title "residual of the equation", \
     ARG1."_steps.csv" using 1:3 with lines lt 2 lw 1 title "largest error of u"
unset logscale y
set title "What is left at the end"
set format y "%g"
set xlabel "x"
set ylabel "u − sin x, in millionths"
set xrange [0:pi]
set xtics ("0" 0, "π/2" pi/2, "π" pi)
set xzeroaxis lt 1 lw 1 lc rgb "#999999"
unset key
plot ARG1.".csv" using 1:(1e6*($2 - $3)) with lines lt 2
unset multiplot
