#!/bin/sh
# Fetches the front-end files from npm, checks each tarball against the integrity below, and rewrites static/vendor
# and static/fonts. Needs npm, openssl and python3; run by hand when a version changes, never at build time.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fetch() {  # package@version, sha512 in base 64 → unpacked in ./package
    rm -rf package ./*.tgz
    npm pack --silent "$1" >/dev/null
    got=$(openssl dgst -sha512 -binary ./*.tgz | openssl base64 -A)
    if [ "$got" != "$2" ]; then
        echo "$1: integrity is sha512-$got, expected sha512-$2" >&2
        exit 1
    fi
    tar xzf ./*.tgz
}

fetch govuk-frontend@6.3.0 cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA==
python3 "$here/strip_identity.py" package/dist/govuk/govuk-frontend.min.css >"$here/govuk-frontend.min.css"

fetch htmx.org@2.0.11 Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==
cp package/dist/htmx.min.js "$here/htmx.min.js"
cp package/LICENSE "$here/htmx.LICENSE"

fetch @fontsource-variable/atkinson-hyperlegible-next@5.3.0 UnLzNUy1RWoLDfydAatP4NaRm99X/WbQEph7q/PymJnCFIOOwKOx3pBmp5ys8trO0dM+CKGuJgeZP9fAR4mQpA==
cp package/files/atkinson-hyperlegible-next-latin-wght-normal.woff2 "$here/../fonts/atkinson-latin.woff2"
cp package/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2 "$here/../fonts/atkinson-latin-ext.woff2"
cp package/LICENSE "$here/../fonts/LICENSE"

cd "$here/.."
sha384() { openssl dgst -sha384 -binary "$1" | openssl base64 -A; }
for file in vendor/govuk-frontend.min.css vendor/htmx.min.js fonts/atkinson-latin.woff2 fonts/atkinson-latin-ext.woff2; do
    echo "$file sha384-$(sha384 "$file")"
done | tee vendor/SHA384SUMS
