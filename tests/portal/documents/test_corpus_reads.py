"""Documents that other people wrote, opened on the page where they lie beside the checkout."""

from pathlib import Path

import pytest

from tests.portal.documents.small_files import CORPUS, Record, opened
from tests.support.browser import TestBrowser

# all of the shared corpus, where it is present


def corpus(folder: str, pattern: str) -> list[Path]:
    """The files of the corpus, or one stand-in that skips."""
    return sorted((CORPUS / folder).glob(pattern)) or [Path("absent")]


@pytest.mark.parametrize("file", corpus("cda", "*.xml"), ids=lambda file: file.stem)
def test_every_clinical_document_of_the_corpus_reads_well(
    fatoumata: TestBrowser, fatoumatas_record: Record, file: Path
) -> None:
    if not file.exists():
        pytest.skip("the shared corpus is not here")
    page = opened(fatoumata, fatoumatas_record, file.read_bytes(), title=file.stem)
    assert page.status == 200
    assert not page.has("document-refused")
    assert len(page.said("document-body")) > 100


@pytest.mark.parametrize("file", corpus("pdf", "*.pdf"), ids=lambda file: file.stem)
def test_every_pdf_of_the_corpus_reads_well(
    fatoumata: TestBrowser, fatoumatas_record: Record, file: Path
) -> None:
    if not file.exists():
        pytest.skip("the shared corpus is not here")
    page = opened(fatoumata, fatoumatas_record, file.read_bytes(), "application/pdf", title=file.stem)
    assert page.status == 200
    for address in page.root.xpath("//figure//img/@src"):
        assert fatoumata.client.get(address, base_url="https://localhost").status_code == 200
    assert page.root.xpath("//figure//img") or page.has("document-refused")
