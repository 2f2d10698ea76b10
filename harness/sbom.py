"""A list of everything the app is made of (CycloneDX 1.6): `make sbom`. Written to sbom.cdx.json.

The packages of requirements.lock come from cyclonedx-bom; the files that lie in the repository as they came are added
from the tables in their own READMEs, which a test holds to the files' digests.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "sbom.cdx.json"
TABLES = (ROOT / "webapp/static/vendor/README.md", ROOT / "webapp/proofreading/dictionary/README.md")
ROW = re.compile(r"^\| `([^`]+)` \| (.+?) \| ([\d.]+) \| (.+?) \| `([0-9a-f]{64})` \|$", re.MULTILINE)


def main() -> int:
    """Write the list and hold it to CycloneDX's own schema; 1 when it does not keep to it."""
    packages = subprocess.run(
        [
            *(sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.lock"),
            *(
                "--pyproject",
                "pyproject.toml",
                "--mc-type",
                "application",
                "--spec-version",
                "1.6",
                "--output-format",
                "JSON",
                "--output-reproducible",
            ),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    bom = json.loads(packages.stdout)
    bom["components"] += [component for table in TABLES for component in vendored(table)]
    text = json.dumps(bom, ensure_ascii=False, indent=2) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        print(wrong, file=sys.stderr)
        return 1
    OUT.write_text(text, encoding="utf-8")
    print(f"{OUT.name}: {len(bom['components'])} components")
    return 0


def vendored(table: Path) -> list[dict]:
    """The files of a README's table, each as a component of type file: name, version, licence and digest."""
    return [
        {
            "type": "file",
            "bom-ref": f"file:{name}",
            "name": name,
            "version": version,
            "licenses": [{"license": {"name": re.sub(r" \(.*", "", licence)}}],
            "hashes": [{"alg": "SHA-256", "content": digest}],
        }
        for name, _, version, licence, digest in ROW.findall(table.read_text(encoding="utf-8"))
    ]


if __name__ == "__main__":
    sys.exit(main())
