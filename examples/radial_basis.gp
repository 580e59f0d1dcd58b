# SPDX-License-Identifier: MIT
# gnuplot -c radial_basis.gp FOLDER/radial_basis OUTPUT.svg: accuracy against the width of the units.
width = 640; height = 380; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set logscale x
set title "Two spirals by radial basis functions: mean, least to most"
set xlabel "width of a unit"
set ylabel "points told right"
set xrange [0.017:1.95]
set xtics (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
set yrange [0.44:1.02]
# Widths are set apart a little, for all to be seen.
of(n) = "< grep '^".n.",' ".ARG1.".csv"
plot of("80") using ($2*0.94):3:4:5 with yerrorlines lt 1 ps 0.6 title "80 units", \
     of("40") using ($2*0.98):3:4:5 with yerrorlines lt 2 ps 0.6 title "40", \
     of("20") using ($2*1.02):3:4:5 with yerrorlines lt 3 ps 0.6 title "20", \
     of("10") using ($2*1.06):3:4:5 with yerrorlines lt 4 ps 0.6 title "10"
