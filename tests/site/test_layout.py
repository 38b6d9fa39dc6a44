"""site/ holds our packages and is none itself: Python owns that name (docs/decisions/0001)."""

import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("events", "registrations", "newsletter", "kennisstad")
PACKAGES = sorted({path.parent for path in (ROOT / "tests").rglob("*.py")})


def tracked(*patterns: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in names.split("\0") if name]


def test_the_site_folder_is_no_package():
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize("path", [".", ".:site", "site:."])
@pytest.mark.parametrize("frozen", ["on", "off"])
def test_python_finds_its_own_site_first(path, frozen):
    command = [sys.executable, "-X", f"frozen_modules={frozen}", "-c"]
    look = "import site, django, kennisstad, events; print(site.__file__)"
    run = subprocess.run(
        [*command, look],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )

    assert not Path(run.stdout.strip()).is_relative_to(ROOT / "site")


@pytest.mark.parametrize("name", OURS)
def test_nobody_else_claims_our_names(name):
    assert set(packages_distributions().get(name, [])) <= {"kennisstad"}


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_folder_of_tests_is_a_package(folder):
    assert (folder / "__init__.py").exists()


def test_git_sees_what_is_in_the_site_folder():
    ignored = ["git", "check-ignore", "--quiet", "site/kennisstad/new.py"]

    assert subprocess.run(ignored, cwd=ROOT, check=False).returncode == 1


@pytest.mark.parametrize(
    "name",
    [
        "requirements/production.lock",
        "requirements/build.lock",
        "requirements/dev.lock",
        "bootstrap/uv.txt",
        "bootstrap/node.txt",
        "package-lock.json",
    ],
)
def test_a_lock_records_hashes_and_no_addresses(name):
    lock = (ROOT / name).read_text()

    assert re.search(r"sha(256|512)", lock)
    assert not re.search(r'"resolved"|\.(tgz|whl|tar\.gz)\b|--index-url', lock)


def test_no_file_says_where_packages_are_downloaded():
    # Put together here, so that this file does not name them either.
    hosts = ("pypi" + ".org", "python" + "hosted", "npm" + "js", "deb." + "debian")
    files = [path for path in tracked() if path.suffix not in {".jpg", ".png", ".woff2", ".ico"}]

    found = {path.name for path in files for host in hosts if host in path.read_text(errors="ignore")}

    assert found == set()


def test_no_third_party_code_is_kept():
    assert tracked("*/vendor/*", "*.min.js", "*.min.css", "*.whl", "*.wasm", "node_modules/*") == []
