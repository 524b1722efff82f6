"""Tables of a narrative brought into order: head, body, scopes, and whether a phone can stack the rows."""

from lxml import etree

from patient_portal.documents.cda_rebuild_text import is_empty
from patient_portal.documents.cda_xml import line

STACK_FROM_COLUMNS = 4
LABEL_LENGTH = 60


def finish_table(table: etree._Element) -> None:
    """Find the head, name what each header is for, and label the cells of a table that can be stacked."""
    for cell in table.iterfind(".//tr/*"):
        if is_empty(cell):
            cell.text = None
            for inside in list(cell):
                if not inside.get("id"):
                    cell.remove(inside)
    _find_head(table)
    _title_from_head(table)
    heads = table.findall("thead/tr")
    for row in heads:
        for cell in row:
            _make_column_header(cell)
    for row in table.iterfind("tbody/tr"):
        for position, cell in enumerate(row):
            if cell.tag == "th":
                cell.set("scope", "row" if position == 0 else "col")
    if len(heads) == 1:
        _stack(table, heads[0])


def _find_head(table: etree._Element) -> None:
    """Rows of headers at the top are the head, whether they say so or not."""
    if table.find("thead") is not None:
        return
    body = table.find("tbody")
    if body is None:
        return
    top: list[etree._Element] = []
    for row in body:
        if len(row) < 2 or any(cell.tag != "th" for cell in row):
            break
        top.append(row)
    if top and len(top) < len(body):
        head = etree.Element("thead")
        head.extend(top)
        body.addprevious(head)


def _title_from_head(table: etree._Element) -> None:
    """A first row of the head that is one cell alone is the table's title, not a column's."""
    head = table.find("thead")
    if head is None or len(head) < 2 or len(head[0]) != 1 or table.find("caption") is not None:
        return
    title = head[0][0]
    head.remove(head[0])
    title.tag = "caption"
    for name in ("colspan", "rowspan", "class"):
        title.attrib.pop(name, "")
    table.insert(0, title)


def _make_column_header(cell: etree._Element) -> None:
    cell.tag = "th" if text_in(cell) else "td"
    if cell.tag == "th":
        cell.set("scope", "colgroup" if cell.get("colspan") else "col")


def _stack(table: etree._Element, head: etree._Element) -> None:
    columns = len(head)
    rows = table.findall("tbody/tr") + table.findall("tfoot/tr")
    if columns < STACK_FROM_COLUMNS or not rows or _has_spans(head):
        return
    for row in rows:
        alone = len(row) == 1
        if len(row) > columns or (_has_spans(row) and not alone) or row.find(".//table") is not None:
            return
    labels = [text_in(cell)[:LABEL_LENGTH] for cell in head]
    table.set("stack", "1")
    for row in rows:
        if len(row) == 1 and columns > 1:
            _add_class(row, "doc-group")
            continue
        for cell, label in zip(row, labels, strict=False):
            if label:
                cell.set("data-label", label)


def _has_spans(row: etree._Element) -> bool:
    return any(cell.get("colspan") or cell.get("rowspan") for cell in row)


def _add_class(element: etree._Element, name: str) -> None:
    element.set("class", " ".join(filter(None, (element.get("class"), name))))


def text_in(element: etree._Element) -> str:
    """All the text inside, on one line."""
    return line("".join(str(piece) for piece in element.itertext()))
