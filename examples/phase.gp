# SPDX-License-Identifier: MIT
# gnuplot -c phase.gp FOLDER/phase OUTPUT.svg: accuracy of every start.
csv = ARG1.".csv"
set terminal svg size 640, 320 font "Helvetica,12" background "white"
set output ARG2
set datafile separator ","
set border 3
set tics nomirror
set title "which antenna does the tone reach first?"
set xlabel "samples not seen that were told right"
set xrange [0.4:1]
set grid xtics lc rgb "#dddddd"
unset key
starts = int(system("awk -F, 'NR > 1 && $2 > n { n = $2 } END { print n }' ".csv))
set yrange [7.5:-0.5]
# The first start bears the name; the others are set apart a little.
plot "< awk -F, '$2 == 1' ".csv using 3:0:(strcol(1)[1:4] eq "real" ? 0xb03020 : 0x2060b0):ytic(1) \
         with points pt 7 ps 0.4 lc rgb variable, \
     csv skip 1 using ($2 > 1 ? $3 : NaN):(int($0/starts) + 0.4*(rand(0) - 0.5)):(strcol(1)[1:4] eq "real" ? 0xb03020 : 0x2060b0) \
         with points pt 7 ps 0.4 lc rgb variable
