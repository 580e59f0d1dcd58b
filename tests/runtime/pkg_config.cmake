# SPDX-License-Identifier: MIT
#
# Programs in C and C++ find the installed library by pkg-config. PKG_CONFIG, PATHS, C, CXX, PROJECT, FOLDER.
cmake_path(CONVERT "${PATHS}" TO_NATIVE_PATH_LIST paths)
set(ENV{PKG_CONFIG_PATH} "${paths}")
execute_process(COMMAND ${PKG_CONFIG} --cflags --libs actfn-runtime
    OUTPUT_VARIABLE options OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PKG_CONFIG} --variable=libdir actfn-runtime
    OUTPUT_VARIABLE libraries OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(ENV{LD_LIBRARY_PATH} "${libraries}")
separate_arguments(options NATIVE_COMMAND "${options}")
file(MAKE_DIRECTORY ${FOLDER})
foreach(compile IN ITEMS "${C};main.c" "${CXX};-std=c++20;main.cpp")
    execute_process(COMMAND ${compile} ${options} -o ${FOLDER}/program
        WORKING_DIRECTORY ${PROJECT} COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${FOLDER}/program COMMAND_ERROR_IS_FATAL ANY)
endforeach()
