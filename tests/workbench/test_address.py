import socket

import pytest

from upheaval.errors import UpheavalError
from upheaval.workbench.request_checks import Rules
from upheaval.workbench.server import Address, bound

TOKEN = "a token that is long enough"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.9"])
def test_this_machine_needs_no_token(host: str) -> None:
    Address(host).check()
    assert not Address(host).rules(10).any_address


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "crisis.example"])
def test_beyond_this_machine_a_token_is_needed_and_a_good_one_is_proposed(host: str) -> None:
    with pytest.raises(UpheavalError, match=r"expected a --token of at least 16 characters"):
        Address(host).check()
    with pytest.raises(UpheavalError, match="got 5 characters"):
        Address(host, token="short").check()
    Address(host, token=TOKEN).check()


def test_the_rules_follow_from_the_address() -> None:
    found = Address("0.0.0.0", names=("Crisis.Example",), token=TOKEN).rules(10)
    assert found == Rules(("0.0.0.0", "crisis.example"), True, TOKEN, 10)


def test_the_address_to_open_holds_the_token() -> None:
    assert Address().url(8321) == "http://127.0.0.1:8321/"
    assert Address("::1").url(1) == "http://[::1]:1/"
    opened = Address("0.0.0.0", token=TOKEN).url(80)
    assert opened == "http://127.0.0.1:80/?token=a%20token%20that%20is%20long%20enough"


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UpheavalError, match="choose another --port"):
            bound(Address(port=taken.getsockname()[1]))
