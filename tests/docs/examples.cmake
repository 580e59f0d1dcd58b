# SPDX-License-Identifier: MIT
# cmake -DPAGE=docs/examples.md -DNAME=xor -DPROGRAM=path -DMODE=test -P examples.cmake
# Runs an example of the gallery and compares what it prints with the text block of its section, but
# for the digits of numbers and what is only observed: training magnifies the last bit of any function.
# What is claimed, the exit status tells. MODE is
#   quick   runs it with a small budget, compares nothing
#   test    draws no picture
#   plain   gives it no options
#   full    warns where the others fail
#   update  puts the output into the page, and the picture beside it
get_filename_component(folder ${PROGRAM} DIRECTORY)
set(folder ${folder}/gallery)
set(options --output ${folder})
if(MODE MATCHES "quick|test")
    set(options --no-picture --output ${folder}/test)
endif()
if(MODE STREQUAL plain)
    set(options "")
elseif(MODE STREQUAL quick)
    list(APPEND options --quick)
endif()
execute_process(COMMAND ${PROGRAM} ${options} OUTPUT_VARIABLE output ECHO_OUTPUT_VARIABLE
    RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${NAME} ended with ${status}: ${output}")
endif()
if(MODE STREQUAL quick)
    return()
endif()

file(READ ${PAGE} page)
string(FIND "${page}" "\n## ${NAME}\n" section)
if(section EQUAL -1)
    message(FATAL_ERROR "${PAGE} has no section ${NAME}")
endif()
string(SUBSTRING "${page}" ${section} -1 shown)
string(FIND "${shown}" "```text\n" begin)
math(EXPR begin "${begin} + 8")
string(SUBSTRING "${shown}" ${begin} -1 shown)
string(FIND "${shown}" "```" size)
string(SUBSTRING "${shown}" 0 ${size} shown)
if(MODE STREQUAL update)
    math(EXPR begin "${section} + ${begin}")
    math(EXPR end "${begin} + ${size}")
    string(SUBSTRING "${page}" 0 ${begin} before)
    string(SUBSTRING "${page}" ${end} -1 after)
    file(WRITE ${PAGE} "${before}${output}${after}")
    get_filename_component(docs ${PAGE} DIRECTORY)
    if(EXISTS ${folder}/${NAME}.svg)
        file(COPY ${folder}/${NAME}.svg DESTINATION ${docs})
    endif()
    return()
endif()

set(number "[0-9]+[.]?[0-9]*(e[-+][0-9]+)?")
foreach(text IN ITEMS output shown)
    string(REGEX REPLACE "-?${number}|nan|inf" "#" ${text} "${${text}}")
    string(REGEX REPLACE " +" " " ${text} "${${text}}")
    string(REGEX REPLACE "NO: |yes:" "?:" ${text} "${${text}}")
endforeach()
set(severity FATAL_ERROR)
if(MODE STREQUAL full)
    set(severity WARNING)
endif()
if(NOT output STREQUAL shown)
    message(${severity} "${PAGE} does not show what ${NAME} prints:\n${output}\nbut\n${shown}")
endif()
