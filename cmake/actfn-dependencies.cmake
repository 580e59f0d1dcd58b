# SPDX-License-Identifier: MIT
#
# Used by the build and by the installed package. Each function leaves `missing` empty, or a
# sentence to print. No version goes into find_package: the version files of xsimd and Eigen accept
# one major version only, so the number is compared here.

# Defines actfn::xsimd. By header, since the target that Debian 12's xsimd exports does not link.
function(actfn_find_xsimd missing)
    set(${missing} "" PARENT_SCOPE)
    if(TARGET actfn::xsimd)
        return()
    endif()
    if(TARGET xsimd)
        set(include_dir $<TARGET_PROPERTY:xsimd,INTERFACE_INCLUDE_DIRECTORIES>)
    else()
        find_path(actfn_xsimd_INCLUDE_DIR xsimd/xsimd.hpp
            HINTS ${xsimd_ROOT} ENV xsimd_ROOT PATH_SUFFIXES include)
        mark_as_advanced(actfn_xsimd_INCLUDE_DIR)
        if(NOT actfn_xsimd_INCLUDE_DIR)
            set(${missing} "xsimd/xsimd.hpp was not found: install xsimd 8.1 or newer \
(Debian: libxsimd-dev), or add its prefix to CMAKE_PREFIX_PATH." PARENT_SCOPE)
            return()
        endif()
        set(include_dir ${actfn_xsimd_INCLUDE_DIR})
        file(STRINGS ${include_dir}/xsimd/config/xsimd_config.hpp version
            REGEX "^#define XSIMD_VERSION_(MAJOR|MINOR|PATCH) ")
        list(TRANSFORM version REPLACE "^.* " "")
        list(JOIN version "." version)
        if(version VERSION_LESS 8.1)
            set(${missing} "xsimd ${version} in ${include_dir} is too old: 8.1 or newer is needed."
                PARENT_SCOPE)
            return()
        endif()
    endif()
    add_library(actfn::xsimd INTERFACE IMPORTED)
    set_target_properties(actfn::xsimd PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${include_dir}")
endfunction()

# Makes sure of Eigen3::Eigen.
function(actfn_find_eigen missing)
    set(${missing} "" PARENT_SCOPE)
    if(TARGET Eigen3::Eigen)
        return()
    endif()
    find_package(Eigen3 CONFIG QUIET)
    if(NOT TARGET Eigen3::Eigen)
        set(${missing} "Eigen was not found: install Eigen 3.4 or newer (Debian: libeigen3-dev), \
or add its prefix to CMAKE_PREFIX_PATH." PARENT_SCOPE)
    elseif(Eigen3_VERSION VERSION_LESS 3.4)
        set(${missing} "Eigen ${Eigen3_VERSION} in ${Eigen3_DIR} is too old: 3.4 or newer is needed."
            PARENT_SCOPE)
    endif()
endfunction()
