# SPDX-License-Identifier: MIT
file(REMOVE_RECURSE ${FOLDER})
file(WRITE ${FOLDER}/actfn/eigen.hpp "#include <actfn/actfn.hpp>\n")
execute_process(COMMAND ${SCRIPT} eigen OUTPUT_FILE ${FOLDER}/actfn/actfn.hpp
    COMMAND_ERROR_IS_FATAL ANY)
list(REMOVE_ITEM DEPENDENCIES /usr/include) # where the compiler looks anyhow, in its own order
list(TRANSFORM DEPENDENCIES PREPEND -isystem)
separate_arguments(FLAGS NATIVE_COMMAND "${FLAGS}")
foreach(include ${FOLDER} ${INCLUDE})
    execute_process(
        COMMAND ${COMPILER} ${FLAGS} -std=c++20 -I${include} ${DEPENDENCIES} ${SOURCE}
        -o ${FOLDER}/program COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${FOLDER}/program OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
    list(APPEND all "${said}")
endforeach()
list(GET all 0 by_one)
list(GET all 1 by_many)
if(by_one STREQUAL "" OR NOT by_one STREQUAL by_many)
    message(FATAL_ERROR "With one header the program says\n${by_one}\nnot\n${by_many}")
endif()
