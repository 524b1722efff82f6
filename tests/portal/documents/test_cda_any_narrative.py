"""Whatever tree stands in a narrative, only harmless HTML comes out, or a refusal."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from patient_portal.documents.cda import read_cda
from patient_portal.documents.refusals import ContentRefused
from tests.portal.documents.samples import WORDS, Page, html_of, narrative

NAMES = st.sampled_from(
    "paragraph content list item table thead tbody tfoot tr th td caption br sub sup linkHtml footnote footnoteRef "
    "renderMultiMedia col script style iframe object svg a img div p b h1 ul li pre input said picture link note notes "
    "noteref narrative label break block xsl".split()
)
NAMESPACES = st.sampled_from(
    ["urn:hl7-org:v3", "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "urn:x"]
)
ATTRIBUTES = st.sampled_from(
    "ID id href src style onclick onload class styleCode listType revised align colspan rowspan scope IDREF role "
    "referencedObject name target lang tabindex word block stack strong data-label internal host alt".split()
)
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff", min_codepoint=9),
    max_size=12,
).map(lambda text: "".join(one for one in text if one >= " " or one in "\t\n"))
VALUES = TEXT | st.sampled_from(
    [
        "javascript:alert(1)",
        "#a",
        "a",
        "https://a.lu/x",
        "data:text/html,x",
        "//x",
        "Bold",
        "ordered",
        "insert",
        "1",
        "99",
    ]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    made = etree.Element(f"{{{draw(NAMESPACES)}}}{draw(NAMES)}")
    for name, value in draw(st.dictionaries(ATTRIBUTES, VALUES, max_size=3)).items():
        made.set(name, value)
    made.text = draw(TEXT)
    if depth:
        for one in draw(st.lists(elements(depth - 1), max_size=3)):
            one.tail = draw(TEXT)
            made.append(one)
    return made


@settings(max_examples=150)
@given(st.lists(elements(), max_size=4))
def test_no_tree_yields_a_forbidden_tag_attribute_or_address(trees: list[etree._Element]):
    written = "".join(etree.tostring(tree, encoding="unicode") for tree in trees)
    page = Page(html_of(narrative(written)))
    assert page.complaints() == []


@settings(max_examples=150)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_end_in_a_refusal(data: bytes):
    try:
        read_cda(data, WORDS)
    except ContentRefused:
        return
    raise AssertionError("these bytes are no document")


@settings(max_examples=150)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
def test_any_scratch_on_a_document_ends_in_a_document_or_a_refusal(position: int, scratch: bytes):
    data = narrative('<table><tr><td ID="a">x</td></tr></table><linkHtml href="#a">y</linkHtml>')
    position %= len(data)
    try:
        html_of(data[:position] + scratch + data[position + len(scratch) :])
    except ContentRefused:
        return
