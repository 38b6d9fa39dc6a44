import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

COMPRESSED = (".gz", ".br")


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of their content, in CSS and in ES module imports alike.

    Between an installation and the restart after it, the version before is still serving: its files stay until the
    next version comes.
    """

    support_js_module_import_aggregation = True
    before_name = "staticfiles-before.json"

    def post_process(self, paths: Any, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        served = self.load_manifest()[0]
        yield from super().post_process(paths, dry_run=dry_run, **options)
        if dry_run:
            return
        before = Path(self.location, self.before_name)
        # The same version installed again is not the next one.
        if served and served != self.hashed_files:
            before.write_text(json.dumps(served))
        if before.exists():
            served = json.loads(before.read_text())
        self._forget_all_but({*self.hashed_files.items(), *served.items()})

    def _forget_all_but(self, files: set[tuple[str, str]]) -> None:
        kept = {name for names in files for name in names} | {self.manifest_name, self.before_name}
        for path in Path(self.location).rglob("*"):
            name = path.relative_to(self.location).as_posix()
            served_as = name.removesuffix(path.suffix) if path.suffix in COMPRESSED else name
            # Of the tool that collects, not of ours.
            ours = not path.name.startswith(".")
            if path.is_file() and ours and served_as not in kept:
                path.unlink()
