# SPDX-License-Identifier: MIT
#
# Every object of <actfn/beside_cmath.hpp> beside C's functions of the global namespace, by a using directive, in
# a program that calls some of both. COMPILER, INCLUDE, DEPENDENCIES, FOLDER.
cmake_minimum_required(VERSION 3.20)
file(READ ${INCLUDE}/actfn/beside_cmath.hpp header)
string(REGEX REPLACE "\n\nusing actfn::forward;.*" "" objects "${header}")
string(REGEX MATCHALL "using actfn::[a-z_0-9]+" objects "${objects}")
list(LENGTH objects count)
if(count LESS 200)
    message(FATAL_ERROR "${count} objects found")
endif()
set(uses "")
foreach(object IN LISTS objects)
    string(REPLACE "using actfn::" "" name ${object})
    if(name MATCHES "^(maxout|smoothstep_of)$") # templates
        string(APPEND name "<2>")
    endif()
    string(APPEND uses "    use(${name});\n")
endforeach()
set(source ${FOLDER}/beside_cmath.cpp)
file(WRITE ${source} "#include <actfn/beside_cmath.hpp>
#include <complex.h>
#include <ctype.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#if __has_include(<unistd.h>)
#include <strings.h>
#include <unistd.h>
#endif
#include <vector>

using namespace actfn::beside_cmath;

template <class F> void use(F const&) {}

int main() {
${uses}
    std::vector<float> const x{-1, 0.5};
    std::vector<float> y(2);
    forward(gelu, x, y);
    auto const same = softmax.with({.temperature = 2});
    return tanh(0.5) + abs(-1) + erf(0.5) > 1 && relu(-1.0) == 0 && y[1] > 0 && same.kernel().temperature == 2 ? 0 : 1;
}
")
list(TRANSFORM DEPENDENCIES PREPEND -isystem)
list(REMOVE_ITEM DEPENDENCIES -isystem/usr/include)
execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${INCLUDE} ${DEPENDENCIES} ${source}
    RESULT_VARIABLE result ERROR_VARIABLE text)
if(NOT result EQUAL 0)
    string(SUBSTRING "${text}" 0 4000 text)
    message(FATAL_ERROR "${text}")
endif()
