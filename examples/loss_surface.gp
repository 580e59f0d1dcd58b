# SPDX-License-Identifier: MIT
# gnuplot -c loss_surface.gp FOLDER/loss_surface OUTPUT.svg: both losses over both weights.
set terminal svg size 900, 380 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set dgrid3d 25, 25
set hidden3d
set xyplane 0
unset key
set view 55, 35
set xlabel "first weight"
set ylabel "second weight"
set tics 3
set ztics auto
do for [column in "3 4"] {
    set title (column == 3 ? "square error" : "cross-entropy")
    splot ARG1.".csv" skip 1 using 1:2:int(column) with lines lc rgb (column == 3 ? "#b03020" : "#2060b0")
}
unset multiplot
