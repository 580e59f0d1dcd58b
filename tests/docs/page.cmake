# SPDX-License-Identifier: MIT
# cmake -DPAGE=README.md -DSOURCE=examples/tour.cpp -DPROGRAM=tour -P page.cmake
# The cpp blocks of the page, one after the other, are the program that is built; the text blocks
# are what it prints.

# blocks(<variable> <language> <between>): the blocks of the language, joined.
function(blocks variable language between)
    set(fence "```${language}\n")
    string(LENGTH "${fence}" fence_size)
    set(all "")
    set(separator "")
    set(rest "${page}")
    string(FIND "${rest}" "${fence}" begin)
    while(NOT begin EQUAL -1)
        math(EXPR begin "${begin} + ${fence_size}")
        string(SUBSTRING "${rest}" ${begin} -1 rest)
        string(FIND "${rest}" "```" size)
        string(SUBSTRING "${rest}" 0 ${size} block)
        string(APPEND all "${separator}${block}")
        set(separator "${between}")
        string(SUBSTRING "${rest}" ${size} -1 rest)
        string(FIND "${rest}" "${fence}" begin)
    endwhile()
    set(${variable} "${all}" PARENT_SCOPE)
endfunction()

file(READ ${PAGE} page)
file(READ ${SOURCE} source)
string(REPLACE "// SPDX-License-Identifier: MIT\n" "" source "${source}")
blocks(shown cpp "\n")
if(NOT shown STREQUAL source)
    file(WRITE ${PROGRAM}.shown.cpp "// SPDX-License-Identifier: MIT\n${shown}")
    message(FATAL_ERROR "The cpp blocks of ${PAGE} are not ${SOURCE}. Compare it with "
        "${PROGRAM}.shown.cpp, which holds the blocks.")
endif()
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
blocks(shown text "")
if(NOT shown STREQUAL output)
    message(FATAL_ERROR "The text blocks of ${PAGE} do not show what ${SOURCE} prints:\n${output}")
endif()
