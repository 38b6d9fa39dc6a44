import re
from pathlib import Path

import pytest

from bootstrap import assets


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("assets")
    for name in ("package.json", "node_modules"):
        (root / name).symlink_to(assets.ROOT / name)
    assets.build(root)
    return root / "build" / "static" / "vendor"


def test_only_reachable_tokens_are_kept() -> None:
    tokens = {"--a": "var(--b)", "--b": "1px", "--c": "var(--a)"}

    assert assets.reachable_tokens(tokens, ".x { margin: var( --a, 0) var(--unknown) }") == {"--a", "--b"}


def test_every_token_the_design_system_needs_is_there(vendor: Path) -> None:
    css = (vendor / "nlds" / "nlds.css").read_text()
    declared = set(assets.TOKEN.findall(css))

    assert {value for name, value in declared if name == "--utrecht-textbox-color"}
    assert len(declared) < 1500


def test_each_component_names_its_version_and_licence(vendor: Path) -> None:
    css = (vendor / "nlds" / "nlds.css").read_text()
    banners = re.findall(r"/\*! @[\w-]+/([\w-]+)@\d+\.\d+\.\d+ EUPL-1\.2 \*/", css)

    assert {package.name.rsplit("/", 1)[-1] for package in assets.component_packages(assets.ROOT)} <= set(
        banners
    )


def test_styles_reach_no_other_host_and_no_missing_file(vendor: Path) -> None:
    for stylesheet in vendor.rglob("*.css"):
        css = stylesheet.read_text()
        assert "sourceMappingURL" not in css
        for address in re.findall(r"url\(([^)]+)\)", css):
            assert (stylesheet.parent / address).is_file(), address


def test_font_files_keep_their_names(vendor: Path) -> None:
    assert sorted(path.name for path in (vendor / "fonts").glob("*.woff2")) == [
        "fraunces-latin-ext-normal.woff2",
        "fraunces-latin-normal.woff2",
        "source-sans-3-latin-ext-italic.woff2",
        "source-sans-3-latin-ext-normal.woff2",
        "source-sans-3-latin-italic.woff2",
        "source-sans-3-latin-normal.woff2",
    ]


def test_the_decoder_brings_the_binary_it_was_built_with(vendor: Path) -> None:
    decoder = vendor / "barcode-detector"

    assert "./zxing-exported.js" in (decoder / "ponyfill.js").read_text()
    assert (decoder / "zxing_reader.wasm").read_bytes().startswith(b"\0asm")
