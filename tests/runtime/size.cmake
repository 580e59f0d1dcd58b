# SPDX-License-Identifier: MIT
#
# cmake -D STRIP=<strip> -D LIBRARY=<file> -D COPY=<file> -D MOST=<bytes> -P size.cmake
# The library of all instruction sets, without the names that only debuggers read, is no larger.
execute_process(COMMAND ${STRIP} --strip-unneeded -o ${COPY} ${LIBRARY} COMMAND_ERROR_IS_FATAL ANY)
file(SIZE ${COPY} size)
message("${size} bytes of at most ${MOST}")
if(size GREATER MOST)
    message(FATAL_ERROR "${LIBRARY} is larger")
endif()
