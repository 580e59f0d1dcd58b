# SPDX-License-Identifier: MIT
# gnuplot -c bottleneck.gp FOLDER/bottleneck OUTPUT.svg: where digits lie in the plane of PCA, and in
# that of two linear units, which may lie turned and sheared.
set terminal svg size 900, 420 font "Helvetica,11" background "white"
set output ARG2
set datafile separator ","
set multiplot layout 1, 2
set border 3
set tics nomirror
unset key
set offsets graph 0.03, graph 0.03, graph 0.03, graph 0.03
array colour[10] = [0x303030, 0xb03020, 0x2060b0, 0x208040, 0xe08030, 0x8040a0, 0x008b8b, 0xc71585, 0x8b6914, 0x7090d0]
of(name) = "< grep '^".name.",' ".ARG1.".csv"
set title "principal components"
set xlabel "second component"
set ylabel "first component"
plot of("pca") using 2:3:4:(colour[int($4) + 1]) with labels tc rgb variable font ",8"
set title "what two linear units put out, first start"
set xlabel "unit 1"
set ylabel "unit 2"
plot of("identity") using 2:3:4:(colour[int($4) + 1]) with labels tc rgb variable font ",8"
unset multiplot
