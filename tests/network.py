"""The wall around the tests: nothing leaves this machine."""

import socket

from models.settings.providers import is_loopback


class NetworkRefused(Exception):
    """A test tried to reach something that is not on this machine. Not an OSError: nobody expects it."""


_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


def close() -> None:
    """From here on only loopback addresses and Unix sockets may be reached from this process."""

    def connect(self, address):
        _guard(self, address)
        return _connect(self, address)

    def connect_ex(self, address):
        _guard(self, address)
        return _connect_ex(self, address)

    def getaddrinfo(host, *args, **options):
        if host is not None:
            name = host.decode() if isinstance(host, bytes) else host
            if name and not is_loopback(name):
                raise NetworkRefused(f"a test looked up {name!r}")
        return _getaddrinfo(host, *args, **options)

    socket.socket.connect = connect
    socket.socket.connect_ex = connect_ex
    socket.getaddrinfo = getaddrinfo


def _guard(connecting: socket.socket, address) -> None:
    if connecting.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(address[0]):
        raise NetworkRefused(f"a test tried to reach {address[0]!r}")
