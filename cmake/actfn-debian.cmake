# SPDX-License-Identifier: MIT
#
# What Debian asks of a package beside its files; run by CPack before it packs.
set(doc ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc)
file(REMOVE_RECURSE ${doc}/actfn)
file(READ ${CMAKE_CURRENT_LIST_DIR}/../LICENSE licence)
string(REGEX REPLACE "^[^\n]*\n\n[^\n]*\n\n" "" licence "${licence}")
string(REGEX REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REGEX REPLACE "\n([^\n])" "\n \\1" licence " ${licence}")
file(WRITE ${doc}/libactfn-dev/copyright
"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: actfn

Files: *
Copyright: 2026 actfn contributors
License: Expat
${licence}")
file(WRITE ${doc}/libactfn-dev/changelog
"libactfn-dev (${CPACK_PACKAGE_VERSION}) unstable; urgency=low

  * See CHANGELOG.md of the source.

 -- ${CPACK_PACKAGE_CONTACT}  Thu, 01 Jan 2026 00:00:00 +0000
")
execute_process(COMMAND gzip -9nf ${doc}/libactfn-dev/changelog COMMAND_ERROR_IS_FATAL ANY)
