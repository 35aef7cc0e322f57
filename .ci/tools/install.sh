#!/bin/sh
# Install the programs that check a report into .tools/ (or $REPORT_TOOLS): what `report tools install` does, after the
# programs that it needs, and for the tests of the archive the validator of ocfl-py by pip. Ghostscript and MuPDF, by the system's
# package manager, open press files, and strace, on Linux, tells what commands open.
# A second run does nothing. With --programs, only what the validators and their installation need is installed. Exit status 4: a program is missing that only the system's package manager can install.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
only=${1:-}
tools=${REPORT_TOOLS:-$(cd "$here/../.." && pwd)/.tools}

has() {
    for program in "$@"; do
        if command -v "$program" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

sha256() {
    if has sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

is_installed() {
    [ -f "$tools/installed.sha256" ] && [ -d "$tools/verapdf" ] && [ -d "$tools/node" ]
}

has_ocfl() {
    [ -f "$tools/ocfl.sha256" ] && [ "$(cat "$tools/ocfl.sha256")" = "$(sha256 <"$here/ocfl.txt")" ]
}

# Print the Debian packages of the programs that are missing; the build tools count only while there is work for them.
missing_packages() {
    has node || echo nodejs
    has chromium chromium-browser google-chrome google-chrome-stable || [ -n "${PUPPETEER_EXECUTABLE_PATH:-}" ] || echo chromium
    has gs || echo ghostscript
    has mutool || echo mupdf-tools
    has strace || [ "$(uname)" != Linux ] || echo strace
    if is_installed && [ "$only" != --programs ]; then return; fi
    has npm || echo npm
    has mvn || echo maven
    has java || echo default-jre-headless
}

install_packages() {
    if has apt-get && [ "$(id -u)" = 0 ]; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -q
        apt-get install -q -y --no-install-recommends "$@"
        return
    fi
    echo "These programs are missing: $*" >&2
    if has apt-get; then
        echo "Type: sudo apt-get install --no-install-recommends $*" >&2
    elif has brew; then
        echo "Type: brew install node maven ghostscript mupdf-tools && brew install --cask chromium" >&2
    elif has dnf; then
        echo "Type: sudo dnf install nodejs npm maven java-latest-openjdk-headless chromium ghostscript mupdf strace" >&2
    else
        echo "Install them with the package manager of this system" >&2
    fi
    exit 4
}

# ocfl-py brings a package of its own that is called `tests`: it lives in an environment of its own.
install_ocfl() {
    rm -rf "$tools/ocfl"
    "$here/../../.venv/bin/python" -m venv "$tools/ocfl"
    "$tools/ocfl/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$here/ocfl.txt"
}

packages=$(missing_packages)
# shellcheck disable=SC2086 # one word for each package
if [ -n "$packages" ]; then install_packages $packages; fi
if [ "$only" = --programs ]; then exit 0; fi
PYTHONPATH="$here/../.." REPORT_TOOLS="$tools" "$here/../../.venv/bin/python" -m report tools install --quiet
if has_ocfl; then exit 0; fi
install_ocfl
sha256 <"$here/ocfl.txt" >"$tools/ocfl.sha256"
echo "Installed the validators and ocfl-py in $tools" >&2
