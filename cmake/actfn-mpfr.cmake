# SPDX-License-Identifier: MIT
#
# actfn::mpfr where MPFR is found: the judge and the comparison with other libraries measure against it.
find_path(ACTFN_MPFR_INCLUDE_DIR mpfr.h)
find_library(ACTFN_MPFR_LIBRARY mpfr)
mark_as_advanced(ACTFN_MPFR_INCLUDE_DIR ACTFN_MPFR_LIBRARY)
if(ACTFN_MPFR_INCLUDE_DIR AND ACTFN_MPFR_LIBRARY AND NOT TARGET actfn::mpfr)
    add_library(actfn::mpfr INTERFACE IMPORTED)
    target_link_libraries(actfn::mpfr INTERFACE ${ACTFN_MPFR_LIBRARY})
    target_include_directories(actfn::mpfr SYSTEM INTERFACE ${ACTFN_MPFR_INCLUDE_DIR})
endif()
