# SPDX-License-Identifier: MIT
# What all pictures share. Loaded behind `width = 640; height = 340; picture = "path of the SVG"`:
#   load system("dirname '".ARG0."'")."/../docs/style.gp"
# Line types 1 to 12 have a colour each, which remain distinct to the colour-blind up to 8; from 9 on they are dashed, too.
name = system("basename '".picture."' .svg") # the title of the SVG
set encoding utf8
set terminal svg size width, height fixed name name font "Helvetica,12" background "white"
set output picture
set datafile separator ","

set linetype 1 lw 1.8 pt 7 lc rgb "#0b62ad" # blue
set linetype 2 lw 1.8 pt 5 lc rgb "#d55e00" # vermilion
set linetype 3 lw 1.8 pt 9 lc rgb "#00805f" # green
set linetype 4 lw 1.8 pt 13 lc rgb "#b04a8f" # purple
set linetype 5 lw 1.8 pt 11 lc rgb "#45a8e0" # sky
set linetype 6 lw 1.8 pt 15 lc rgb "#e69f00" # amber
set linetype 7 lw 1.8 pt 6 lc rgb "#303030" # black
set linetype 8 lw 1.8 pt 4 lc rgb "#8a4b2a" # brown
set linetype 9 lw 1.8 pt 8 dt (6, 3) lc rgb "#7a8a00" # olive
set linetype 10 lw 1.8 pt 12 dt (6, 3) lc rgb "#6a4fc0" # violet
set linetype 11 lw 1.8 pt 10 dt (6, 3) lc rgb "#008b9a" # teal
set linetype 12 lw 1.8 pt 14 dt (6, 3) lc rgb "#909090" # grey
set linetype cycle 12

set border 3 lc rgb "#555555"
set tics nomirror textcolor rgb "#333333"
set grid noxtics ytics lt 1 lw 0.6 lc rgb "#dddddd"
set bars 0.6
set title font ",13"
set key bmargin center horizontal reverse Left samplen 2.5 height 0.7 noenhanced
