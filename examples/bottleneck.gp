# SPDX-License-Identifier: MIT
# gnuplot -c bottleneck.gp FOLDER/bottleneck OUTPUT.svg: where digits lie in the plane of PCA, and in
# that of two linear units, which may lie turned and sheared.
width = 900; height = 460; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 1, 2 title "400 digits in two dimensions, each at its place, in its colour" font ",13"
unset key
unset grid
set offsets graph 0.03, graph 0.03, graph 0.03, graph 0.03
array colour[10] = [0x303030, 0xd55e00, 0x0b62ad, 0x00805f, 0xb08000, 0xb04a8f, 0x008b9a, 0x8a4b2a, 0x6a4fc0, 0x45a8e0]
of(name) = "< grep '^".name.",' ".ARG1.".csv"
set title "principal components"
set xlabel "second component"
set ylabel "first component"
plot of("pca") using 2:3:4:(colour[int($4) + 1]) with labels tc rgb variable font ",9"
set title "what two linear units put out, first start"
set xlabel "unit 1"
set ylabel "unit 2"
plot of("identity") using 2:3:4:(colour[int($4) + 1]) with labels tc rgb variable font ",9"
unset multiplot
