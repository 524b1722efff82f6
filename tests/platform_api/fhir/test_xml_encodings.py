"""XML in an encoding in which a document type could hide from us is no FHIR, however the encoding is told."""

import pytest

from platform_api.fhir import reading
from platform_api.fhir.reading_types import DocumentReference

_DECLARED = '<?xml version="1.0"?>'
_FAR = f'<?xml version="1.0"{" " * 300}encoding="UTF-7"?>'
_TYPE = '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_PLAIN = '<DocumentReference xmlns="http://hl7.org/fhir"><status value="current"/></DocumentReference>'
_EXPANDED = _TYPE + _PLAIN.replace("current", "&b;")


def _read(data: bytes) -> DocumentReference:
    return reading.read(data, "application/fhir+xml", DocumentReference, "DocumentReference")


@pytest.mark.parametrize("content", [_PLAIN, _EXPANDED], ids=["plain", "entities"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le"])
@pytest.mark.parametrize("start", ["", _DECLARED], ids=["undeclared", "declared"])
def test_wide_characters_are_refused(start: str, encoding: str, content: str):
    with pytest.raises(reading.Unreadable):
        _read((start + content).encode(encoding))


@pytest.mark.parametrize("start", [_FAR, '<?xml version="1.0" encoding="UTF-7"?>', "\ufeff" + _FAR])
def test_a_declared_encoding_is_found_wherever_it_stands(start: str):
    hidden = _EXPANDED.replace("<!", "+ADwAIQ-")
    for content in (_PLAIN, hidden):
        with pytest.raises(reading.Unreadable):
            _read((start + content).encode())


@pytest.mark.parametrize(
    "start", ["", _DECLARED, '<?xml version="1.0" encoding="UTF-8"?>', "\ufeff" + _DECLARED]
)
def test_utf_8_is_read(start: str):
    assert _read((start + _PLAIN).encode()).status == "current"
