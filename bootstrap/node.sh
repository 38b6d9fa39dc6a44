#!/bin/sh
# Leaves Node and npm in .cache/node/bin, unless the machine has Node 20 or newer.
set -eu

enough() {
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' && npm --version
}

if ! enough >/dev/null 2>&1; then
  echo 'Fetching Node'
  .cache/bin/uv venv --quiet --clear --python 3.13 .cache/node
  .cache/bin/uv pip install --quiet --python .cache/node/bin/python --require-hashes -r bootstrap/node.txt
fi
