"""Connections are made to addresses that were looked at, and to no other."""

import socket

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from etl.errors import FetchError
from etl.web.place import addresses_of, is_refused


class LookedAt(HTTPAdapter):
    """Refuses servers inside the network, unless ``allow_private``. Raises FetchError.

    ``section``: of config.toml, for the sentence. A proxy of the environment is connected to as it
    is: there the proxy decides what can be reached.
    """

    def __init__(self, section: str, *, allow_private: bool) -> None:
        self._section, self._allow_private = section, allow_private
        super().__init__()

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **options: object
    ) -> None:
        """Make the pools, with our connections in them."""
        super().init_poolmanager(connections, maxsize, block, **options)
        self.poolmanager: PoolManager
        self.poolmanager.pool_classes_by_scheme = _pools(self._section, self._allow_private)


def _pools(section: str, allow_private: bool) -> dict[str, type[HTTPConnectionPool]]:
    def connected(connection: HTTPConnection) -> socket.socket:
        return _connected(connection, section, allow_private)

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class Secured(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connected(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecuredPool(HTTPSConnectionPool):
        ConnectionCls = Secured

    return {"http": PlainPool, "https": SecuredPool}


def _connected(connection: HTTPConnection, section: str, allow_private: bool) -> socket.socket:
    """Connect to one of the addresses the name has now; refused where any of them must not be."""
    try:
        addresses = addresses_of(connection.host, connection.port)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    if any(is_refused(address, allow_private=allow_private) for address in addresses):
        raise _refusal(connection.host, section, allow_private)
    problem = OSError("no address")
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except OSError as error:
            problem = error
    if isinstance(problem, TimeoutError):
        raise ConnectTimeoutError(connection, "took too long") from problem
    raise NewConnectionError(connection, "no address answers") from problem


def _refusal(host: str, section: str, allow_private: bool) -> FetchError:
    if allow_private:
        return FetchError(
            f"[{section}] server: {host} is at an address that is nobody's to serve from "
            "(link-local, multicast or reserved). Mend config.toml."
        )
    return FetchError(
        f"[{section}] server: {host} is inside your network, which is refused. If it is meant, "
        "add allow_private = true beside it in config.toml."
    )
