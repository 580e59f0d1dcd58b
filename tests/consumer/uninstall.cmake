# SPDX-License-Identifier: MIT
#
# A plain configuration builds nothing and takes back what it installed; a project around it
# installs nothing of actfn.
function(run)
    execute_process(COMMAND ${CMAKE_COMMAND} ${ARGN} OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
    set(said "${said}" PARENT_SCOPE)
endfunction()
file(REMOVE_RECURSE ${FOLDER})
set(prefix ${FOLDER}/prefix)

run(-S ${SOURCES} -B ${FOLDER}/plain -D CMAKE_CXX_COMPILER=${COMPILER}
    -D CMAKE_INSTALL_PREFIX=${prefix})
run(--build ${FOLDER}/plain)
if(said MATCHES "Building|Linking")
    message(FATAL_ERROR "A plain configuration builds something:\n${said}")
endif()
run(--install ${FOLDER}/plain)
file(GLOB_RECURSE installed ${prefix}/*)
if(NOT installed MATCHES "include/actfn/actfn.hpp")
    message(FATAL_ERROR "Nothing was installed below ${prefix}.")
endif()
run(--build ${FOLDER}/plain --target uninstall)
file(GLOB_RECURSE left ${prefix}/*)
if(left OR EXISTS ${prefix}/include/actfn)
    message(FATAL_ERROR "uninstall leaves ${left}")
endif()

run(-S ${PROJECT} -B ${FOLDER}/parent -D METHOD=add_subdirectory -D ACTFN_SOURCES=${SOURCES}
    -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_INSTALL_PREFIX=${prefix})
run(--install ${FOLDER}/parent)
file(GLOB_RECURSE installed ${prefix}/*)
if(installed)
    message(FATAL_ERROR "A project that uses actfn installs ${installed}")
endif()
