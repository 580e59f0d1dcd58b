# SPDX-License-Identifier: MIT
# gnuplot -c local_minima.gp FOLDER/local_minima OUTPUT.svg: both losses over both weights, the paths
# of twenty starts and where they end.
width = 900; height = 450; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 1, 2
set size square
set border 15
half = 0.05 # a step of the table is a square of the image
set xrange [-2 - half:4 + half]
set yrange [-2 - half:4 + half]
set tics 2 nomirror out
set xlabel "first weight"
set ylabel "second weight"
set cblabel "loss" offset 1, 0
set palette defined (0 "#ffffff", 1 "#0b62ad")
unset grid
do for [name in "square cross"] {
    column = name eq "square" ? 3 : 4
    set title (name eq "square" ? "square error" : "cross-entropy")
    set cbtics name eq "square" ? 0.1 : 2
    plot ARG1.".csv" skip 1 using 1:2:column with image notitle, \
         for [start = 1:20] "< grep '^".name."[^,]*,".start.",' ".ARG1."_paths.csv" \
             using 3:4 with lines lt 7 lw 0.8 title (start == 1 ? "the way of a start" : ""), \
         "< grep '^".name."' ".ARG1."_minima.csv" using 2:3 with points lt 2 pt 7 ps 0.8 title "where starts end"
}
unset multiplot
