# SPDX-License-Identifier: MIT
# cmake -DREADME=README.md -DSOURCE=examples/tour.cpp -DPROGRAM=tour -P readme.cmake
# The tour in the README is the program that is built, and shows what the program prints.
file(READ ${README} readme)
file(READ ${SOURCE} source)
string(REPLACE "// SPDX-License-Identifier: MIT\n" "" source "${source}")
string(FIND "${readme}" "```cpp\n${source}```" found)
if(found EQUAL -1)
    message(FATAL_ERROR "README.md does not show ${SOURCE} as it is. Copy it into the cpp block.")
endif()
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
string(FIND "${readme}" "```text\n${output}```" found)
if(found EQUAL -1)
    message(FATAL_ERROR "README.md does not show what the tour prints:\n${output}")
endif()
