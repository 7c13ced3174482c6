"""The dashboard as a user who can do little: tries what it must not, then serves. Run alone."""

# ruff: noqa: T201  it speaks to the test on standard output
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from dashboard import server
from dashboard.edition import open_edition
from dashboard.installation import open_installation
from dashboard.metric import Query, compute
from dashboard.visitors import Refusal, identity_of

WITH_PEOPLE = ("snapshots/s.csv", "inbox/i.csv", "tmp/t.csv")

home, port, uid = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
identity = identity_of(json.loads(sys.argv[4]))
found: dict[str, object] = {}


def attempt(name, do):
    try:
        do()
        found[name] = "done"
    except OSError as error:
        found[name] = type(error).__name__


def look():
    """What the visitor sees of the newest edition."""
    place = open_installation(home)
    viewer, whole = place.door.admit(identity, datetime.now(UTC)), open_edition(place.shelf)
    if whole is None or isinstance(viewer, Refusal):
        raise LookupError("somebody with a role and an edition are there")
    query = Query(metric="members")
    return place, viewer, compute(whole.seen_by(viewer.scope), query)


def run(address):
    # Not before all is loaded: the interpreter may lie where that user cannot go.
    look()
    (home / "data" / "audit" / "salt").unlink()
    if uid:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    data = home / "data"
    for name in ("key", "exports.key", "warehouse.duckdb", *WITH_PEOPLE):
        attempt(f"read {name}", (data / name).read_bytes)
        attempt(f"write {name}", lambda name=name: (data / name).open("ab").close())
        attempt(f"make beside {name}", lambda name=name: (data / name).with_name("new").touch())
    for name in ("editions/current", "editions/reach.json", "editions/20261123-test.sqlite"):
        attempt(f"read {name}", (data / name).read_bytes)
        attempt(f"write {name}", lambda name=name: (data / name).open("ab").close())
    attempt("make an edition", (data / "editions" / "new").touch)
    attempt("give itself a role", lambda: (home / "access.toml").open("ab").close())
    secrets = home / ".streamlit" / "secrets.toml"
    attempt("write its own secrets", lambda: secrets.open("ab").close())
    place, viewer, frame = look()
    place.door.note(viewer, "view", "adoption", "", frame.edition_id)
    found["members"] = frame.cell.value
    found["uid"] = os.getuid()
    print(json.dumps(found), flush=True)
    print(address, flush=True)


if __name__ == "__main__":
    server.serve(home, None, port, run)
