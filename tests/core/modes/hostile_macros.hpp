// SPDX-License-Identifier: MIT
//
// What other headers define as macros: those of windows.h, complex.h, sys/sysmacros.h, X11 and Qt.
// Behind the libraries that are no concern of ours.
#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>
#include <unsupported/Eigen/CXX11/Tensor>
#include <xsimd/xsimd.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <complex>
#include <concepts>
#include <cstdint>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <locale>
#include <new>
#include <numbers>
#include <numeric>
#include <ostream>
#include <random>
#include <ranges>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define near
#define far
#define small char
#define hyper __int64
#define interface struct
#define pascal __stdcall
#define cdecl __cdecl
#define huge
#define IN
#define OUT
#define OPTIONAL
#define CONST const
#define VOID void
#define ERROR 0
#define DELETE 1
#define DIFFERENCE 11
#define ABSOLUTE 1
#define RELATIVE 2
#define STRICT 1
#define THIS void
#define PURE = 0
#define TRUE 1
#define FALSE 0
#define Yield()
#define I _Complex_I
#define major(x) (x)
#define minor(x) (x)
#define unix 1
#define linux 1
#define None 0L
#define Bool int
#define Status int
#define True 1
#define False 0
#define Always 2
#define Success 0
#define Complex 0
#define Above 0
#define Below 1
#define slots
#define signals public
#define emit
#define foreach(a, b) for (a : b)
#define forever for (;;)
