"""The charset that a file's form part declares decides how its bytes are read, when they allow it."""

from tests.http.caller import Caller, answer
from tests.http.forms import BOUNDARY


def body(charset: str, content: bytes) -> bytes:
    """A form whose file declares its charset."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
        f"Content-Type: text/csv; charset={charset}\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def test_reads_a_file_in_the_charset_that_its_part_declares(api: Caller) -> None:
    content = "email,name\nivan@example.com,Ивс\n".encode("koi8-r")
    result = answer(api.post(body=body("koi8-r", content)))
    assert result["created"] == 1
    assert [person["name"] for person in api.tenant.customers()] == ["Ивс"]


def test_reads_utf_8_whatever_its_part_declares(api: Caller) -> None:
    content = "email,name\nzoe@example.com,Zoé\n".encode()
    answer(api.post(body=body("iso-8859-1", content)))
    assert [person["name"] for person in api.tenant.customers()] == ["Zoé"]
