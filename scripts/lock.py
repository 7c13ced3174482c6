"""Recompiles locks/*.in to locks/*.txt with uv, which lives in a throwaway environment.

The lock files hold every version with its hashes for Python 3.11 to 3.13 on every platform, and
name no index. Each lock is held to the versions of the one before it, so that the environment of
the tests is the environment of the users plus tools.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("run", "dev", "bench")
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
)


def main() -> int:
    """Write every lock anew. Exit code 0, or that of what failed."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        tools = Path(folder) / "bin"
        subprocess.run([tools / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        for previous, name in zip((None, *ORDER), ORDER, strict=False):
            held = ("--constraint", f"locks/{previous}.txt") if previous else ()
            command = [tools / "uv", "pip", "compile", *OPTIONS, *sys.argv[1:], *held]
            files = (f"locks/{name}.in", "--output-file", f"locks/{name}.txt")
            subprocess.run([*command, *files], check=True, cwd=ROOT)
            print(f"Wrote locks/{name}.txt")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
