"""Every document of the demo: the texts under `texts/` and Nicolas Reuland's ten years, given their bytes."""

from collections.abc import Iterator
from datetime import date

from platform_api.demo.cda import write_cda
from platform_api.demo.dicom import write_dicom
from platform_api.demo.documents.ten_years import ten_years
from platform_api.demo.drafts import Draft, Written, draft, read_texts, write
from platform_api.demo.images import draw_jpeg, draw_png
from platform_api.demo.organisations import demo_software
from platform_api.demo.pdf import write_pdf
from platform_api.demo.records import (
    CDA_MEDIA_TYPE,
    DICOM_MEDIA_TYPE,
    JPEG_MEDIA_TYPE,
    PDF_MEDIA_TYPE,
    PNG_MEDIA_TYPE,
    DemoDocument,
    DemoSoftware,
    SoftwareState,
)
from platform_api.vocabulary import Confidentiality, OrganisationKind


def demo_documents(today: date) -> Iterator[DemoDocument]:
    """Every document in the order of its deposit, the replaced before the replacing one.

    The same `today` gives the same bytes; nothing is dated today or later.
    """
    drafts = [draft(key, fields, text, today) for key, fields, text in read_texts()]
    drafts += ten_years(today)
    for written in sorted(write(drafts), key=lambda item: (item.draft.created_at, item.draft.key)):
        if written.draft.day < today:
            yield _document(written)


def _document(written: Written) -> DemoDocument:
    item = written.draft
    software = _software(item)
    media_type, content = _bytes(written, software)
    service = item.service
    return DemoDocument(
        key=item.key,
        matricule=item.patient.matricule,
        type_code=item.fields["type"],
        title=written.title,
        description=written.description,
        language=item.language,
        media_type=media_type,
        content=content,
        author_professional_id=item.author.id if item.author else None,
        organisation_id=item.organisation.id if item.organisation else None,
        software_client_id=software.client_id if software else None,
        created_at=item.created_at,
        service_from=service[0] if service else None,
        service_to=service[1] if service else None,
        confidentiality=Confidentiality(item.fields.get("confidentiality", "normal")),
        replaces=item.fields.get("replaces"),
    )


def _bytes(written: Written, software: DemoSoftware | None) -> tuple[str, bytes]:
    match written.draft.fields["format"]:
        case "cda":
            return CDA_MEDIA_TYPE, write_cda(written, software)
        case "cda-pdf":
            return CDA_MEDIA_TYPE, write_cda(written, software, attached_pdf=write_pdf(written))
        case "pdf":
            return PDF_MEDIA_TYPE, write_pdf(written)
        case "png":
            return PNG_MEDIA_TYPE, draw_png(written.draft.fields["image"])
        case "jpeg":
            return JPEG_MEDIA_TYPE, draw_jpeg(written.draft.fields["image"])
        case "dicom":
            return DICOM_MEDIA_TYPE, write_dicom(written)
        case unknown:
            raise ValueError(f"{written.draft.key}: no such format: {unknown}")


def _software(item: Draft) -> DemoSoftware | None:
    """Practices write with one product, others with another, both earlier with the withdrawn one."""
    if item.organisation is None:
        return None
    product = "Cabinéo" if item.organisation.kind == OrganisationKind.PRACTICE else "Spidolia"
    for software in demo_software():
        if software.name == product and software.approved_on <= item.day:
            return software
    return next(software for software in demo_software() if software.state == SoftwareState.WITHDRAWN)
