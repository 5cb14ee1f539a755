"""Forms as clients write them, over a real connection, and what is said of those that lack the file."""

import base64
import quopri
from collections.abc import Iterator

import httpx
import pytest

from app.config import Settings
from tests.http.caller import Caller, answer, refusal
from tests.http.forms import BOUNDARY, Part, form, people
from tests.http.real_server import Server
from tests.support.tenants import Tenant

FILE = ("body", "file")
TABLE = b"email,name\r\nx@example.com,Ann\r\n"
HEAD = (
    b'Content-Disposition: form-data; name="file"; filename="c.csv"\r\nContent-Type: text/csv\r\n'
)


@pytest.fixture
def api(server: Server, tenant: Tenant, settings: Settings) -> Iterator[Caller]:
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        yield Caller(client, tenant, settings)


def body(head: bytes = HEAD, content: bytes = TABLE, boundary: bytes = b"BB") -> bytes:
    return b"--%b\r\n%b\r\n%b\r\n--%b--\r\n" % (boundary, head, content, boundary)


def send(
    api: Caller, content: bytes, content_type: str = "multipart/form-data; boundary=BB"
) -> httpx.Response:
    return api.post(body=content, headers=api.key | {"Content-Type": content_type})


def message(response: httpx.Response) -> str:
    """The one sentence of a 422 that says the file is missing."""
    assert refusal(response) == (422, [(FILE, "missing")])
    return str(response.json()["detail"][0]["msg"])


def encoded(name: bytes, content: bytes) -> bytes:
    return body(HEAD + b"Content-Transfer-Encoding: " + name + b"\r\n", content)


BASE64 = base64.b64encode(TABLE)
GOOD = {
    "K6 folded header": body(HEAD.replace(b"; filename", b";\r\n filename")),
    "folded with a tab": body(HEAD.replace(b"; filename", b"\r\n\t; filename")),
    "folded after the name": body(HEAD.replace(b"form-data; name", b"form-data;\r\n  \t name")),
    "preamble": b"This is a multi-part message in MIME format.\r\n" + body(),
    "preamble with line breaks": b"\r\n--\r\n\r\n" + body(),
    "blanks after the first boundary": body().replace(b"--BB\r\n", b"--BB \t\r\n"),
    "blanks after the last boundary": body()[:-2] + b"  \r\n",
    "no line break at the end": body()[:-2],
    "K4 base64": encoded(b"base64", BASE64),
    "base64 in lines": encoded(
        b"base64", b"\r\n".join(BASE64[i : i + 20] for i in range(0, 80, 20))
    ),
    "base64 in odd lines": encoded(
        b"BASE64", b"\n".join(BASE64[i : i + 7] for i in range(0, 80, 7))
    ),
    "base64 ending with a line break": encoded(b" base64 ", BASE64 + b"\r\n"),
    "quoted-printable": encoded(b"quoted-printable", b"email,=\r\nname\r\nx=40example.com,Ann\r\n"),
    "quoted-printable of Python": encoded(b"Quoted-Printable", quopri.encodestring(TABLE)),
    "quoted-printable ending softly": encoded(b"quoted-printable", TABLE.rstrip() + b"="),
    "8bit": encoded(b"8bit", TABLE),
    "binary": encoded(b"binary", TABLE),
    "content with LF": body(content=TABLE.replace(b"\r\n", b"\n")),
    "content with CR": body(content=TABLE.replace(b"\r\n", b"\r")),
}


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_a_legal_form_is_imported(api: Caller, content: bytes) -> None:
    assert answer(send(api, content))["created"] == 1
    (customer,) = api.tenant.customers()
    assert (customer["email"], customer["name"]) == ("x@example.com", "Ann")


@pytest.mark.parametrize(
    "content_type",
    [
        'multipart/form-data; boundary="=_Part 1"',
        'Multipart/Form-Data; charset=utf-8; boundary="=_Part 1"',
        'multipart/form-data; boundary="=_Part 1"; charset=utf-8',
    ],
)
def test_a_quoted_boundary_with_a_blank_is_read(api: Caller, content_type: str) -> None:
    assert answer(send(api, body(boundary=b"=_Part 1"), content_type))["created"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (body().replace(b'"file"', b'"data"'), "its parts are: 'data'."),
        (body().replace(b'"file"', b'"File"'), "its parts are: 'File'."),
        (body().replace(b'"file"', b'"files[]"'), "its parts are: 'files[]'."),
        (body().replace(b'name="file"; ', b""), "its parts are: one without a name."),
        (body().replace(b'"file"', '"fichier é"'.encode()), "its parts are: 'fichier é'."),
        (b"--BB--\r\n", "The form has no part: send the file as multipart/form-data"),
        (b"", "The request body is empty: send the file as multipart/form-data"),
        (
            body(HEAD.replace(b"c.csv", b""), b""),
            "No file was chosen: the part named file is empty",
        ),
        (
            body(b'Content-Disposition: form-data; name="file"\r\n', b""),
            "No file was chosen: the part named file is empty",
        ),
        (
            body(b'Content-Disposition: form-data; name="file"\r\n', b"customers.csv"),
            "is the text 'customers.csv', not a file: with curl write -F file=@customers.csv",
        ),
        (
            body(b'Content-Disposition: form-data; name="file"\r\n', b"C:\\leads.xlsx"),
            "is the text 'C:\\leads.xlsx', not a file",
        ),
    ],
    ids=range(11),
)
def test_the_refusal_says_what_was_found_instead_of_the_file(api: Caller, content, said) -> None:
    assert said in message(send(api, content))


def test_of_many_parts_the_first_five_are_named(api: Caller) -> None:
    content = form(*[Part(b"x", f"field{number}", None) for number in range(8)])
    said = message(send(api, content, f"multipart/form-data; boundary={BOUNDARY}"))
    assert "'field0', 'field1', 'field2', 'field3', 'field4' and 3 more." in said


@pytest.mark.parametrize(
    ("content_type", "said"),
    [
        ("multipart/form-data", "multipart/form-data has no boundary"),
        ("multipart/form-data; charset=utf-8", "multipart/form-data has no boundary"),
        ("multipart/form-data; boundary=", "multipart/form-data has no boundary"),
        ("application/json", "in a part named file; this request was application/json."),
        ("text/csv; charset=utf-8", "in a part named file; this request was text/csv."),
        (
            "application/x-www-form-urlencoded",
            "this request was application/x-www-form-urlencoded.",
        ),
        ("multipart/mixed; boundary=BB", "this request was multipart/mixed."),
        ("", "this request had no Content-Type."),
    ],
)
def test_the_refusal_says_what_the_request_was(api: Caller, content_type, said) -> None:
    assert said in message(send(api, body(), content_type))


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (encoded(b"uuencode", TABLE), "unknown_transfer_encoding", "'uuencode' is not known"),
        (encoded(b"gzip", TABLE), "unknown_transfer_encoding", "'gzip' is not known"),
        (encoded(b"base64", TABLE), "transfer_encoding_invalid", "its content is not base64"),
        (encoded(b"base64", BASE64[:-3]), "transfer_encoding_invalid", "in the middle of a group"),
        (
            encoded(b"quoted-printable", b"email,name\r\nx=@example.com,Ann\r\n"),
            "transfer_encoding_invalid",
            "has '=@e', which is no escape",
        ),
        (
            body(HEAD.replace(b"text/csv", b"multipart/mixed; boundary=CC"), body(boundary=b"CC")),
            "too_many_files",
            "is 'multipart/mixed', a form of its own: send one file a request",
        ),
        (body().replace(b"\r\n", b"\n"), "multipart_invalid", "its lines end with LF"),
        (body(boundary=b"CC"), "multipart_invalid", "the boundary 'BB' does not occur in it"),
        (body(HEAD + b"Content-Type: text/plain\r\n"), "multipart_invalid", "content-type twice"),
        (TABLE, "multipart_invalid", "the boundary 'BB' does not occur in it"),
    ],
    ids=range(10),
)
def test_a_form_that_cannot_be_read_is_refused_with_its_reason(
    api: Caller, content, kind, said
) -> None:
    response = send(api, content)
    assert refusal(response) == (422, [(FILE, kind)])
    assert said in response.json()["detail"][0]["msg"]
    assert api.stored() == {"customers": [], "campaign_targets": [], "imports": []}


def test_the_size_and_hash_of_a_decoded_file_are_those_of_its_content(api: Caller) -> None:
    send(api, encoded(b"base64", base64.encodebytes(people(200))))
    send(api, body(content=people(200)))
    first, second = api.stored()["imports"]
    assert (first["file_size"], first["file_sha256"]) == (
        second["file_size"],
        second["file_sha256"],
    )
    assert first["file_size"] == len(people(200))
