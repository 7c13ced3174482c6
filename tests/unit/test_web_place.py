"""Nobody is led into the network: not by an address, its spelling, a name, or a change of mind."""

import socket
from collections.abc import Callable

import pytest

from etl.errors import FetchError
from etl.web import Access, Limits, Session, connecting
from etl.web.place import addresses_of, is_refused
from tests.support.vendor import TOKEN, Naps, Reply, in_turn, vendor

Answers = Callable[[str], list[str]]
PUBLIC = "93.184.215.14"


def asking(server: str, *, allow_private: bool = False) -> Session:
    header = ("X-Api-Key", TOKEN)
    access = Access("shlink", server, "UPTAKE_SHLINK_KEY", header, allow_private=allow_private)
    return Session(access, Limits(attempts=1), Naps().clock)


def resolved(patch: pytest.MonkeyPatch, answers: Answers) -> None:
    """Names have the addresses that a test gives them; addresses stay what they are."""
    real = socket.getaddrinfo

    def found(host: str, port: int, *rest: int, **more: int) -> list[tuple[object, ...]]:
        return [each for at in answers(host) for each in real(at, port, *rest, **more)]

    patch.setattr(socket, "getaddrinfo", found)


def refused(server: str) -> str:
    session = asking(server)
    with pytest.raises(FetchError) as caught:
        session.get("/x")
    session.close()
    return str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255"),
        *("192.168.0.1", "100.64.0.1", "198.18.0.1", "192.0.2.1", "203.0.113.9"),
        *("::1", "fc00::1", "fd00:ec2::254", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::1"),
    ],
)
def test_an_address_inside_a_network_is_refused_unless_it_is_allowed(address):
    assert is_refused(address, allow_private=False)
    assert not is_refused(address, allow_private=True)


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1"),
        *("255.255.255.255", "fe80::1", "ff02::1", "::", "::ffff:169.254.169.254"),
        *("64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1", "::ffff:0.0.0.0", "::127.0.0.1"),
    ],
)
def test_what_nobody_serves_from_is_always_refused(address):
    assert is_refused(address, allow_private=False)
    assert is_refused(address, allow_private=True)


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_the_internet_is_not_refused(address):
    assert not is_refused(address, allow_private=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1"])
def test_an_address_may_be_written_in_many_ways(host):
    assert addresses_of(host, 443) == ["127.0.0.1"]
    assert "is inside your network" in refused(f"https://{host}")


def test_this_machine_is_asked_nothing_unless_it_is_allowed():
    with vendor(in_turn(Reply({"ok": 1}))) as there:
        told = refused(there.address)
        assert there.asked == []
        session = asking(there.address, allow_private=True)
        assert session.get("/x") == {"ok": 1}
        session.close()
    assert "[fetch.shlink] server: 127.0.0.1 is inside your network" in told
    assert "allow_private = true" in told
    assert TOKEN not in told


@pytest.mark.parametrize("inside", [["127.0.0.1"], [PUBLIC, "10.0.0.7"], ["::1"], ["169.254.1.1"]])
def test_a_name_is_as_good_as_all_its_addresses(inside, monkeypatch):
    resolved(monkeypatch, lambda host: inside if host == "go.council.example" else [host])
    assert "go.council.example is inside your network" in refused("https://go.council.example")


def test_what_is_never_allowed_is_told_so(monkeypatch):
    resolved(monkeypatch, lambda _: ["169.254.169.254"])
    session = asking("https://metadata.example", allow_private=True)
    with pytest.raises(FetchError, match="nobody's to serve from"):
        session.get("/latest")
    session.close()


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_looked_at(monkeypatch):
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    resolved(monkeypatch, lambda host: next(answers) if host == "rebind.example" else [host])
    tried: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(connecting, "create_connection", connect)
    session = asking("https://rebind.example")
    with pytest.raises(FetchError, match="could not be reached"):
        session.get("/x")
    assert tried == [(PUBLIC, 443)]
    with pytest.raises(FetchError, match="is inside your network"):
        session.get("/x")
    assert tried == [(PUBLIC, 443)]
    session.close()


def test_every_address_of_a_name_is_tried(monkeypatch):
    with vendor(in_turn(Reply({"ok": 1}))) as there:
        port = int(there.address.rsplit(":", 1)[1])
        resolved(monkeypatch, lambda h: ["127.0.0.2", "127.0.0.1"] if h == "localhost" else [h])
        session = asking(f"http://localhost:{port}", allow_private=True)
        assert session.get("/x") == {"ok": 1}
        session.close()


def test_a_name_that_nobody_has_is_told(monkeypatch):
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert "could not be reached" in refused("https://nowhere.example")


def test_a_redirect_is_looked_at_like_the_first_request(monkeypatch):
    """To another host it is not followed at all; on the same one each connection is looked at."""
    away = Reply(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    with vendor(in_turn(away)) as there:
        session = asking(there.address, allow_private=True)
        with pytest.raises(FetchError, match="points to another host"):
            session.get("/x")
        session.close()
    assert len(there.asked) == 1
