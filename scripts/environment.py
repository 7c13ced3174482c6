"""Builds a virtual environment from a lock file: ``environment.py FOLDER LOCK``.

Run by the Makefile with whatever ``python3`` the machine has, so it needs nothing but the standard
library and must parse on Pythons too old for Uptake, to be able to say so. What was installed is
remembered by content (a stamp inside the environment): a second run costs a few milliseconds, a
changed lock or pyproject.toml installs again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 13)


def main(folder: str, lock_name: str) -> int:
    """Exit code of ``environment.py FOLDER LOCK``; says in a sentence why it cannot go on."""
    if trouble := _trouble():
        print(trouble, file=sys.stderr)
        return 1
    environment, lock = ROOT / folder, ROOT / lock_name
    python = environment / "bin" / "python"
    stamp = environment / (".installed-" + lock.stem)
    wanted = _fingerprint(lock)
    if _is_of_this_python(environment) and _read(stamp) == wanted:
        return 0
    if not _is_of_this_python(environment):
        print(f"Making {folder} with Python {sys.version.split()[0]}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
    _install(python, lock, lock_name)
    stamp.write_text(wanted, encoding="ascii")
    return 0


def _trouble() -> str | None:
    """What is wrong with the Python that runs this, and what to do; None if it will do."""
    have = sys.version_info[:2]
    if not OLDEST <= have <= NEWEST:
        return (
            f"Uptake needs Python {_dotted(OLDEST)} to {_dotted(NEWEST)} and this one is "
            f"{_dotted(have)}: name another, for example make setup PYTHON=python3.12"
        )
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        return (
            "This Python cannot make a virtual environment: install its venv module first, "
            f"for example: apt-get install python{_dotted(have)}-venv"
        )
    return None


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(str(part) for part in version)


def _fingerprint(lock: Path) -> str:
    """Of everything that decides what ends up in the environment."""
    digest = hashlib.sha256()
    for path in (lock, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())  # an editable install knows where the project lay
    return digest.hexdigest()


def _is_of_this_python(environment: Path) -> bool:
    """Whether a working environment of the running Python's version lies there."""
    library = f"python{_dotted(sys.version_info[:2])}"
    return (environment / "bin" / library).exists() and (environment / "lib" / library).is_dir()


def _read(stamp: Path) -> str | None:
    return stamp.read_text(encoding="ascii") if stamp.is_file() else None


def _install(python: Path, lock: Path, lock_name: str) -> None:
    """Install the locked packages, each checked against its hash, then the project itself."""
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    print(f"Installing {count} packages from {lock_name}", flush=True)
    began = time.monotonic()
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--requirement", str(lock)], check=True, cwd=ROOT)
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True, cwd=ROOT
    )
    print(f"Installed in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        print(f"{error.cmd[2]} failed; its own message is above.", file=sys.stderr)
        sys.exit(1)
