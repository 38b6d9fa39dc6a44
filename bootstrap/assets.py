"""Gather the styles, fonts and QR decoder that `npm ci` installed into build/static/vendor/.

Runs before Django is installed, so it needs the standard library only. package.json names the packages;
from the design tokens only those are kept that a stylesheet can reach.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONTS = {
    "@fontsource-variable/fraunces": ("Fraunces", ["opsz.css"]),
    "@fontsource-variable/source-sans-3": ("Source Sans 3", ["wght.css", "wght-italic.css"]),
}
SUBSETS = re.compile(r"-latin(-ext)?-(opsz|wght)-")
LAYERS = "@layer tokens, theme, base, nlds, components, page, print;\n"

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_FAMILY = re.compile(r"font-family: '[^']+'")
FONT_FILE = re.compile(r"url\(\./files/([\w-]+\.woff2)\)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
TOKEN_USE = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True)
class Package:
    name: str
    folder: Path

    @property
    def banner(self) -> str:
        about = json.loads((self.folder / "package.json").read_text())
        return f"/*! {self.name}@{about['version']} {about['license']} */\n"

    @property
    def stylesheet(self) -> Path:
        own_name = self.name.rsplit("/", 1)[-1].removesuffix("-css")
        candidates = (self.folder / "dist" / f"{own_name}.css", self.folder / "dist" / "index.css")
        return next(path for path in candidates if path.exists())


def build(root: Path = ROOT) -> None:
    modules, vendor = root / "node_modules", root / "build" / "static" / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    write_design_system(component_packages(root), modules, vendor / "nlds")
    write_fonts(modules, vendor / "fonts")
    write_decoder(modules, vendor / "barcode-detector")


def component_packages(root: Path) -> list[Package]:
    names = json.loads((root / "package.json").read_text())["dependencies"]
    return [Package(name, root / "node_modules" / name) for name in names if name.endswith("-css")]


def write_design_system(components: list[Package], modules: Path, target: Path) -> None:
    target.mkdir(parents=True)
    rules = "\n".join(component_css(package) for package in components)
    tokens = Package(TOKENS, modules / TOKENS)
    (target / "nlds.css").write_text(
        LAYERS
        + f"@layer tokens {{\n{tokens.banner}{token_css(tokens, rules)}}}\n"
        + f"@layer nlds {{\n{rules}\n}}\n"
    )


def component_css(package: Package) -> str:
    return package.banner + SOURCE_MAP.sub("", package.stylesheet.read_text()).strip()


def token_css(package: Package, rules: str) -> str:
    tokens = dict(TOKEN.findall((package.folder / "dist" / "theme.css").read_text()))
    used = reachable_tokens(tokens, rules)
    lines = (f"  {name}: {value};\n" for name, value in tokens.items() if name in used)
    return f":root {{\n{''.join(lines)}}}\n"


def reachable_tokens(tokens: dict[str, str], rules: str) -> set[str]:
    """The tokens the rules use, and those that these refer to in turn."""
    found: set[str] = set()
    waiting = [name for name in TOKEN_USE.findall(rules) if name in tokens]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for other in TOKEN_USE.findall(tokens[name]) if other in tokens]
    return found


def write_fonts(modules: Path, target: Path) -> None:
    target.mkdir(parents=True)
    rules = (font_css(Package(name, modules / name), target) for name in FONTS)
    (target / "fonts.css").write_text("".join(rules))


def font_css(package: Package, target: Path) -> str:
    """The faces of one family, its files copied beside them under names that outlive a version."""
    family, stylesheets = FONTS[package.name]
    copy_licence(package, target)
    css = package.banner
    for face, source in font_faces(package, stylesheets):
        name = re.sub(r"-(opsz|wght)-", "-", source)
        shutil.copyfile(package.folder / "files" / source, target / name)
        css += FONT_FILE.sub(f"url({name})", FONT_FAMILY.sub(f'font-family: "{family}"', face)) + "\n"
    return css


def font_faces(package: Package, stylesheets: list[str]) -> Iterator[tuple[str, str]]:
    for stylesheet in stylesheets:
        for face in FONT_FACE.findall((package.folder / stylesheet).read_text()):
            file = FONT_FILE.search(face)
            if file and SUBSETS.search(file[1]):
                yield face, file[1]


def write_decoder(modules: Path, target: Path) -> None:
    target.mkdir(parents=True)
    decoder = Package("barcode-detector", modules / "barcode-detector")
    for name in ("ponyfill.js", "zxing-exported.js"):
        source = (decoder.folder / "dist" / "es" / name).read_text()
        (target / name).write_text(decoder.banner + source)
    shutil.copyfile(decoder_wasm(modules), target / "zxing_reader.wasm")
    copy_licence(decoder, target)


def decoder_wasm(modules: Path) -> Path:
    """The binary the decoder was built with: its own nested copy wins over one at the top."""
    inside = Path("zxing-wasm", "dist", "reader", "zxing_reader.wasm")
    places = (modules / "barcode-detector" / "node_modules" / inside, modules / inside)
    return next(path for path in places if path.exists())


def copy_licence(package: Package, target: Path) -> None:
    name = package.name.rsplit("/", 1)[-1]
    shutil.copyfile(package.folder / "LICENSE", target / f"LICENSE-{name}.txt")


if __name__ == "__main__":
    build()
