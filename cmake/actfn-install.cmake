# SPDX-License-Identifier: MIT
#
# Install rules, the CMake package, the pkg-config file and the Debian package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# INCLUDES DESTINATION serves consumers whose CMake is older than file sets.
install(TARGETS actfn EXPORT actfn-targets
    FILE_SET HEADERS INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
set(exports actfn-targets)
if(TARGET actfn_eigen)
    install(TARGETS actfn_eigen EXPORT actfn-eigen-targets
        FILE_SET HEADERS INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    list(APPEND exports actfn-eigen-targets)
endif()

# Not below lib/: the package serves every architecture, cross builds too. The compiled library does not.
set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/actfn)
set(runtime_dir ${CMAKE_INSTALL_LIBDIR}/cmake/actfn)
if(TARGET actfn_runtime)
    install(TARGETS actfn_runtime EXPORT actfn-runtime-targets
        FILE_SET HEADERS INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    install(EXPORT actfn-runtime-targets NAMESPACE actfn:: DESTINATION ${runtime_dir})
    cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
        OUTPUT_VARIABLE prefix_from_pkgconfig)
    configure_file(cmake/actfn-runtime.pc.in actfn-runtime.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/actfn-runtime.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
foreach(export IN LISTS exports)
    install(EXPORT ${export} NAMESPACE actfn:: DESTINATION ${package_dir})
endforeach()
configure_package_config_file(cmake/actfn-config.cmake.in actfn-config.cmake
    INSTALL_DESTINATION ${package_dir} PATH_VARS runtime_dir NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(actfn-config-version.cmake
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
foreach(pc actfn actfn-eigen)
    configure_file(cmake/${pc}.pc.in ${pc}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${pc}.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
endforeach()
install(FILES
    ${PROJECT_BINARY_DIR}/actfn-config.cmake
    ${PROJECT_BINARY_DIR}/actfn-config-version.cmake
    ${PROJECT_SOURCE_DIR}/cmake/actfn-dependencies.cmake
    DESTINATION ${package_dir})

if(PROJECT_IS_TOP_LEVEL)
    install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
    add_custom_target(uninstall VERBATIM
        COMMAND ${CMAKE_COMMAND} -D MANIFEST=${PROJECT_BINARY_DIR}/install_manifest.txt
        -P ${PROJECT_SOURCE_DIR}/cmake/actfn-uninstall.cmake)

    set(CPACK_GENERATOR DEB)
    set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
    set(CPACK_PACKAGE_VENDOR "actfn contributors")
    set(CPACK_PACKAGE_CONTACT "actfn contributors <contributors@actfn.example>")
    set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Header-only C++20 library: every function has a value and derivatives,
computed by one SIMD kernel for numbers, arrays and Eigen expressions,
with stated and tested error bounds.")
    set(CPACK_DEBIAN_PACKAGE_NAME libactfn-dev)
    set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
    if(NOT TARGET actfn_runtime)
        set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
    endif()
    set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
    set(CPACK_DEBIAN_PACKAGE_DEPENDS "libxsimd-dev (>= 8.1), libeigen3-dev (>= 3.4)")
    set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/actfn-debian.cmake)
    include(CPack)
endif()
