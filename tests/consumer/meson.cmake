# SPDX-License-Identifier: MIT
file(REMOVE_RECURSE ${BUILD})
set(ENV{PKG_CONFIG_PATH} ${PREFIX}/share/pkgconfig)
set(ENV{CXX} ${COMPILER})
foreach(step "setup;${BUILD};${PROJECT}" "test;-C;${BUILD}")
    execute_process(COMMAND ${MESON} ${step} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
