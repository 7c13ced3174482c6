"""Sees to it that the tests find Chromium and PostgreSQL: ``python -m scripts.ensure_test_tools``.

What lacks is installed as Debian packages where that is allowed (root, apt-get). Where it is not,
one line says what the tests will skip; under CI=true that ends the run instead.
"""

import os
import shutil
import subprocess
import sys

from tests.support.tools import TOOLS, is_ci


def main() -> int:
    """Exit code: 0 unless something lacks under CI=true."""
    if missing() and may_install():
        install(missing())
    if not (still := missing()):
        return 0
    names = " and ".join(still)
    if is_ci():
        print(f"{names} could not be installed, and CI=true lets no test skip.", file=sys.stderr)
        return 1
    print(f"Tests that need {names} are skipped: apt-get install {' '.join(still)} as root.")
    return 0


def missing() -> list[str]:
    """The Debian packages whose program is not here."""
    return sorted(package for package, find in TOOLS.items() if find() is None)


def may_install() -> bool:
    """Whether this machine takes Debian packages from us."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Install Debian packages. A failure shows as apt's own message and as a tool still missing."""
    print(f"Installing {' and '.join(packages)} for the tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *arguments], env=environment, check=False)


if __name__ == "__main__":
    sys.exit(main())
