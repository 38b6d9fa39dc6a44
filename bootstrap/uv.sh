#!/bin/sh
# Leaves a working uv at .cache/bin/uv: the machine's own, else the locked one from PyPI.
set -eu

# A command on the path may be a shim for something never installed: believe only what runs.
runs() {
  "$@" >/dev/null 2>&1
}

a_python() {
  for name in python3 /usr/bin/python3 python; do
    if runs "$name" -c 'import sys; sys.exit(sys.version_info < (3, 9))'; then
      echo "$name"
      return
    fi
  done
  echo 'Python 3.9 or newer is needed to begin with: install python3.' >&2
  return 1
}

with_venv() {
  runs "$1" -m venv --clear .cache/uv &&
    .cache/uv/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r bootstrap/uv.txt
}

with_pip() {
  runs "$1" -m pip --version &&
    "$1" -m pip --disable-pip-version-check install --quiet --require-hashes --upgrade --target .cache/uv -r bootstrap/uv.txt
}

with_system_packages() {
  [ "$(id -u)" = 0 ] && runs apt-get update && runs apt-get install -y python3-venv &&
    with_venv /usr/bin/python3
}

fetch() {
  python=$(a_python)
  with_venv "$python" || with_pip "$python" || with_system_packages || {
    echo "This Python can neither make a virtual environment nor run pip: install python3-venv." >&2
    return 1
  }
}

mkdir -p .cache/bin
if runs uv --version; then
  uv=$(command -v uv)
else
  echo 'Fetching uv'
  fetch
  uv=$PWD/.cache/uv/bin/uv
fi
printf '#!/bin/sh\nexec "%s" "$@"\n' "$uv" >.cache/bin/uv
chmod +x .cache/bin/uv
