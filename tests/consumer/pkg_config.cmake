# SPDX-License-Identifier: MIT
set(ENV{PKG_CONFIG_PATH} ${PREFIX}/share/pkgconfig)
execute_process(COMMAND ${PKG_CONFIG} --cflags actfn-eigen
    OUTPUT_VARIABLE cflags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(cflags NATIVE_COMMAND "${cflags}")
separate_arguments(FLAGS NATIVE_COMMAND "${FLAGS}")
execute_process(
    COMMAND ${COMPILER} ${FLAGS} -std=c++20 ${cflags} ${SOURCE} -o ${PROGRAM}
    COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} COMMAND_ERROR_IS_FATAL ANY)
