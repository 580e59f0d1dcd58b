# SPDX-License-Identifier: MIT
# gnuplot -c units.gp FOLDER/units OUTPUT.svg: digits read right after some epochs, by kind of unit.
width = 640; height = 400; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set title "Digits read right, by units with as many numbers to learn"
set xlabel "of 500 test digits, %"
set xrange [38:96]
set yrange [5.6:-0.6]
set ytics noenhanced
set grid xtics noytics
after(epoch) = "< grep '^[a-z]*,".epoch.",' ".ARG1.".csv"
plot after(5) using 3:($0 - 0.22):4:5 with xerrorbars lt 6 lw 1.4 ps 0.6 title "after 5 epochs: mean, least to most", \
     after(10) using 3:0:4:5:ytic(1) with xerrorbars lt 2 lw 1.4 ps 0.6 title "after 10", \
     after(40) using 3:($0 + 0.22):4:5 with xerrorbars lt 1 lw 1.4 ps 0.6 title "after 40"
