# SPDX-License-Identifier: MIT
#
# The library in WebAssembly for the playground, where there is emscripten; ACTFN_PLAYGROUND is its file, or empty, and then
# the site has no such page.
set(ACTFN_PLAYGROUND "")
find_program(ACTFN_EMXX em++)
mark_as_advanced(ACTFN_EMXX)
if(NOT ACTFN_EMXX OR NOT actfn_xsimd_INCLUDE_DIR)
    message(STATUS "actfn: no playground on the site: emscripten is missing (Debian: sh cmake/install-deps.sh site)")
    return()
endif()

# xsimd alone: the other headers beside it are those of this machine, not of WebAssembly.
set(place ${CMAKE_CURRENT_BINARY_DIR}/playground)
file(MAKE_DIRECTORY ${place}/include)
file(CREATE_LINK ${actfn_xsimd_INCLUDE_DIR}/xsimd ${place}/include/xsimd SYMBOLIC)

# All in one file of JavaScript, since a page that is opened from a disk may not fetch another. The optimiser of emscripten
# needs acorn, which Debian's node finds in its own folder, and others do not.
set(object ${place}/play.o)
set(ACTFN_PLAYGROUND ${place}/actfn.js)
set(compile ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs ${ACTFN_EMXX} -Os -fexceptions)
set(exported _play_said _play_count _play_name _play_choose _play_text _play_formula _play_facts _play_parameter_count
    _play_parameter_name _play_parameter _play_set _play_curve _play_errors)
list(JOIN exported "," exported)
add_custom_command(OUTPUT ${object}
    COMMAND ${compile} -std=c++20 -MD -MF ${object}.d -include ${CMAKE_CURRENT_LIST_DIR}/libcxx13.hpp
        -I${PROJECT_SOURCE_DIR}/include -isystem ${place}/include -c ${CMAKE_CURRENT_LIST_DIR}/play.cpp -o ${object}
    DEPENDS ${CMAKE_CURRENT_LIST_DIR}/play.cpp ${CMAKE_CURRENT_LIST_DIR}/libcxx13.hpp
    DEPFILE ${object}.d COMMENT "Compiling the playground: a minute" VERBATIM)
add_custom_command(OUTPUT ${ACTFN_PLAYGROUND}
    COMMAND ${compile} ${object} -o ${ACTFN_PLAYGROUND} -sSINGLE_FILE=1 -sMODULARIZE=1
        -sEXPORT_NAME=actfnPlayground -sENVIRONMENT=web -sALLOW_MEMORY_GROWTH=1
        -sEXPORTED_FUNCTIONS=${exported} -sEXPORTED_RUNTIME_METHODS=ccall,UTF8ToString
    DEPENDS ${object} COMMENT "Linking the playground" VERBATIM)
add_custom_target(actfn-playground DEPENDS ${ACTFN_PLAYGROUND})

if(ACTFN_BUILD_SITE)
    # What the page has to show: the numbers of this machine's compiler.
    add_executable(actfn-playground-expected ${CMAKE_CURRENT_LIST_DIR}/expected.cpp)
    target_link_libraries(actfn-playground-expected PRIVATE actfn::actfn)
    actfn_own_target(actfn-playground-expected)
    add_test(NAME site.playground.expected COMMAND actfn-playground-expected ${place}/expected.json)
    add_test(NAME site.playground COMMAND ${ACTFN_NODE} ${CMAKE_CURRENT_LIST_DIR}/check.mjs
        ${PROJECT_BINARY_DIR}/site ${place}/expected.json)
    set_tests_properties(site.playground.expected PROPERTIES LABELS site FIXTURES_SETUP playground)
    set_tests_properties(site.playground PROPERTIES LABELS site FIXTURES_REQUIRED playground
        SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()
