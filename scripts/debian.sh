# Sourced. What the tests need from Debian beside Python: a database server, a browser, a font.

have_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
have_chromium() { command -v chromium >/dev/null; }
# The driver that steers the browser is linked against it, and a bare Debian is without.
have_driver_library() { ldconfig -p 2>/dev/null | grep -q libatomic.so.1 || ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1; }
have_font() { ls /usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc >/dev/null 2>&1; }

# Installs what is missing, where that is allowed; else says in one line what will be skipped.
install_debian_packages() {
    local missing=() become=()
    have_postgres || missing+=(postgresql)
    have_chromium || missing+=(chromium)
    have_driver_library || missing+=(libatomic1)
    have_font || missing+=(fonts-noto-cjk)
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        become=(sudo -n)
        if ! sudo -n true 2>/dev/null; then
            echo "· cannot install ${missing[*]} (no root, no passwordless sudo): the tests that need them are skipped"
            return 0
        fi
    fi
    if ! command -v apt-get >/dev/null; then
        echo "· cannot install ${missing[*]} (no apt-get): the tests that need them are skipped"
        return 0
    fi
    echo "· Debian packages for the tests: ${missing[*]} ..."
    "${become[@]}" apt-get update -qq &&
        "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends "${missing[@]}" >/dev/null ||
        echo "· installing ${missing[*]} failed (see above): the tests that need them are skipped"
}
