#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Installs on Debian what builds and tests actfn; returns at once if nothing is missing.
#   sh cmake/install-deps.sh        compiler, CMake, Ninja, libraries
#   sh cmake/install-deps.sh ci     and what .ci/run needs on top
#   sh cmake/install-deps.sh platforms    and what tools/platforms needs: cross compilers, emulation, libc++,
#                                         Windows' compiler and wine, and what makes a folder of Debian 13
#   sh cmake/install-deps.sh gallery    and what draws the pictures of examples and documentation
#   sh cmake/install-deps.sh site   and what the site needs, with its playground and the check of its pages
#   sh cmake/install-deps.sh integrations    and the libraries that examples/integrations can use
set -eu

packages="cmake ninja-build g++ pkg-config libxsimd-dev libeigen3-dev catch2 libbenchmark-dev libmpfr-dev"
if [ "${1:-}" = ci ]; then
    packages="$packages clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14 valgrind"
elif [ "${1:-}" = platforms ]; then
    packages="$packages clang-16 libc++-16-dev libc++abi-16-dev qemu-user g++-i686-linux-gnu"
    packages="$packages g++-aarch64-linux-gnu g++-riscv64-linux-gnu g++-s390x-linux-gnu"
    packages="$packages clang-19 g++-mingw-w64-x86-64 wine64 debootstrap"
elif [ "${1:-}" = gallery ]; then
    packages="$packages gnuplot-nox"
elif [ "${1:-}" = site ]; then
    packages="$packages python3 nodejs libjs-katex doxygen emscripten chromium"
elif [ "${1:-}" = integrations ]; then
    packages="$packages libopenmpi-dev openmpi-bin libxtensor-dev libarmadillo-dev libdlib-dev"
    packages="$packages libjpeg-dev liblapack-dev"
fi

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    cat <<'TEXT'
install-deps.sh knows Debian's packages only. Please install by hand:
  a C++20 compiler (gcc 12 or newer, clang 14 or newer), CMake 3.25 or newer, Ninja, pkg-config,
  xsimd 8.1 or newer, Eigen 3.4 or newer, Catch2 2.13 or newer, Google Benchmark 1.7 or newer, MPFR 4.
Continuing: CMake tells what it does not find.
TEXT
    exit 0
fi

missing=
for package in $packages; do
    status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "install-deps.sh: neither root nor sudo. As root: apt-get install$missing" >&2
        exit 1
    fi
    sudo=sudo
fi
echo "install-deps.sh: installing$missing"
# $missing is a list of words, and $sudo may be none.
# shellcheck disable=SC2086
{
    $sudo apt-get -qq update
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends $missing >/dev/null
}
