"""What makes a PDF archival (ISO 19005-2): its metadata, its colours, and whether its own claim can stand."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

_FORBIDDEN_FILTERS = ("/LZWDecode", "/Crypt", "/JPXDecode")
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def mark(pdf: pikepdf.Pdf, title: str, language: str, moment: int, level: str | None) -> None:
    """Title, language and metadata; with a level (`A` or `B`) also the claim to be PDF/A-2 and what it needs."""
    created = datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
    del pdf.docinfo
    if Name.Metadata in pdf.Root:
        del pdf.Root[Name.Metadata]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = created
        if level:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = level
    pdf.Root[Name.Lang] = pdf.Root.get(Name.Lang) or String(language)
    pdf.Root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
    if level and Name.OutputIntents not in pdf.Root:
        pdf.Root[Name.OutputIntents] = Array([_srgb(pdf)])


def claimed(pdf: pikepdf.Pdf) -> str | None:
    """The level of PDF/A-1 or -2 that the file says it has; None where it says nothing."""
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            part, level = str(metadata.get("pdfaid:part", "")), str(metadata.get("pdfaid:conformance", ""))
    except Exception:  # noqa: BLE001 - metadata that cannot be read claim nothing
        return None
    return level.upper() if part in ("1", "2") and level.upper() in ("A", "B", "U") else None


def can_stand(pdf: pikepdf.Pdf, most: int) -> bool:
    """Whether nothing that is easily seen speaks against a claim: fonts are inside, no forbidden filter or colour."""
    if Name.OutputIntents not in pdf.Root:
        return False
    for position, thing in enumerate(pdf.objects):
        if position > most or not isinstance(thing, Dictionary | pikepdf.Stream):
            if position > most:
                return False
            continue
        if isinstance(thing, pikepdf.Stream) and any(
            str(one) in _FORBIDDEN_FILTERS for one in _filters(thing)
        ):
            return False
        if str(thing.get("/Type", "")) == "/Font" and not _is_inside(thing):
            return False
    return True


def _filters(stream: pikepdf.Stream) -> list[Any]:
    found = stream.get("/Filter")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _is_inside(font: Any) -> bool:
    kind = str(font.get("/Subtype", ""))
    if kind in ("/Type3", "/Type0"):  # drawn by the file itself, or described by another font object
        return True
    described = font.get("/FontDescriptor")
    return described is not None and any(name in described for name in _FONT_FILES)


def _srgb(pdf: pikepdf.Pdf) -> Dictionary:
    profile = pdf.make_stream(_profile())
    profile[Name.N] = 3
    profile[Name.Alternate] = Name.DeviceRGB
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
            Info=String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
    )


@cache
def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
