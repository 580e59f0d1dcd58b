# SPDX-License-Identifier: MIT
# gnuplot -c complex_ionosphere.gp FOLDER/complex_ionosphere OUTPUT.svg: accuracy of every start.
csv = ARG1.".csv"
set terminal svg size 640, 300 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set xlabel "accuracy on returns not seen"
set grid xtics lc rgb "#dddddd"
unset key
set yrange [] reverse
set offsets 0, 0, 0.5, 0.5
starts = int(system("awk -F, 'NR > 1 && $2 > n { n = $2 } END { print n }' ".csv))
# The first start bears the name; the others are set apart a little.
plot "< awk -F, '$2 == 1' ".csv using 3:0:ytic(1) with points pt 7 ps 0.4 lc rgb "#2060b0", \
     csv skip 1 using ($2 > 1 ? $3 : NaN):(int($0/starts) + 0.4*(rand(0) - 0.5)) \
         with points pt 7 ps 0.4 lc rgb "#2060b0"
