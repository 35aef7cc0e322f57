#!/bin/sh
# Install the programs that check a report into .tools/ (or $REPORT_TOOLS): Ace, a reader, axe and the Nu checker by npm,
# veraPDF by Maven, and for the tests of the archive the validator of ocfl-py by pip. Ghostscript and MuPDF, by the system's
# package manager, open press files, and strace, on Linux, tells what commands open.
# A second run does nothing. Exit status 4: a program is missing that only the system's package manager can install.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=${REPORT_TOOLS:-$(cd "$here/../.." && pwd)/.tools}
verapdf_sha256=687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6
oldest_node=18

has() {
    for program in "$@"; do
        if command -v "$program" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

sha256() {
    if has sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

stamp() {
    (cd "$here" && sha256 install.sh package.json package-lock.json pom.xml ocfl.txt)
}

is_installed() {
    [ -f "$tools/stamp" ] && [ "$(cat "$tools/stamp")" = "$(stamp)" ]
}

# Print the Debian packages of the programs that are missing; the build tools count only while there is work for them.
missing_packages() {
    has node || echo nodejs
    has chromium chromium-browser google-chrome google-chrome-stable || [ -n "${PUPPETEER_EXECUTABLE_PATH:-}" ] || echo chromium
    has gs || echo ghostscript
    has mutool || echo mupdf-tools
    has strace || [ "$(uname)" != Linux ] || echo strace
    if is_installed; then return; fi
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

check_node() {
    version=$(node --version)
    major=${version#v}
    major=${major%%.*}
    if [ "$major" -lt "$oldest_node" ]; then
        echo "Node $version is too old: Ace needs Node $oldest_node or later" >&2
        exit 4
    fi
}

install_node_packages() {
    mkdir -p "$tools/node"
    cp "$here/package.json" "$here/package-lock.json" "$tools/node/"
    (cd "$tools/node" && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
}

install_verapdf() {
    rm -rf "$tools/verapdf"
    set -- dependency:copy-dependencies "-DoutputDirectory=$tools/verapdf"
    log=$(mvn --batch-mode --quiet --file "$here/pom.xml" "$@" 2>&1) || {
        echo "$log" >&2
        exit 3
    }
    if [ "$(sha256 <"$tools/verapdf/greenfield-apps.jar" | cut -d' ' -f1)" != "$verapdf_sha256" ]; then
        echo "veraPDF's archive is not the one that is pinned here: its SHA-256 differs" >&2
        rm -rf "$tools/verapdf"
        exit 3
    fi
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
check_node
if is_installed; then exit 0; fi
mkdir -p "$tools"
rm -f "$tools/stamp"
install_node_packages
install_verapdf
install_ocfl
stamp >"$tools/stamp"
echo "Installed Ace, the reader, axe, the Nu checker, veraPDF and ocfl-py in $tools" >&2
