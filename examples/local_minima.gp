# SPDX-License-Identifier: MIT
# gnuplot -c local_minima.gp FOLDER/local_minima OUTPUT.svg: both losses over both weights, the paths
# of twenty starts and where they end.
set terminal svg size 900, 400 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set size square
set xrange [-2:4]
set yrange [-2:4]
set tics 2 nomirror out
set xlabel "first weight"
set ylabel "second weight"
set cblabel "loss" offset 1, 0
set palette defined (0 "#ffffff", 1 "#2060b0")
unset key
do for [name in "square cross"] {
    column = name eq "square" ? 3 : 4
    set title (name eq "square" ? "square error" : "cross-entropy")
    set cbtics name eq "square" ? 0.1 : 2
    plot ARG1.".csv" skip 1 using 1:2:column with image, \
         for [start = 1:20] "< grep '^".name."[^,]*,".start.",' ".ARG1."_paths.csv" \
             using 3:4 with lines lw 0.8 lc rgb "#505050", \
         "< grep '^".name."' ".ARG1."_minima.csv" using 2:3 with points pt 7 ps 0.8 lc rgb "#b03020"
}
unset multiplot
