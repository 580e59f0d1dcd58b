# SPDX-License-Identifier: MIT
#
# cmake -D MANIFEST=<build folder>/install_manifest.txt -P cmake/actfn-uninstall.cmake removes the
# files that were installed from that folder last, and the folders that this leaves empty.
if(NOT EXISTS ${MANIFEST})
    message(FATAL_ERROR "Nothing was installed from here: there is no ${MANIFEST}.")
endif()
file(STRINGS ${MANIFEST} files)
foreach(file IN LISTS files)
    set(file $ENV{DESTDIR}${file})
    if(EXISTS ${file} OR IS_SYMLINK ${file})
        message(STATUS "Removing ${file}")
        file(REMOVE ${file})
    endif()
    cmake_path(GET file PARENT_PATH folder)
    while(folder MATCHES "/actfn(/|$)" AND IS_DIRECTORY ${folder})
        file(GLOB left ${folder}/*)
        if(left)
            break()
        endif()
        file(REMOVE_RECURSE ${folder})
        cmake_path(GET folder PARENT_PATH folder)
    endwhile()
endforeach()
