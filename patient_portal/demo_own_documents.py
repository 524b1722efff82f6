"""Two documents that people of the demo population added themselves: a photo of a vaccination card, and a note."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

from flask import g
from PIL import Image, ImageDraw, ImageFont

from patient_portal.app import create_app
from patient_portal.sessions import begin, platform
from patient_portal.settings import Settings

FAMILIES = ("Wagener", "Kieffer")
_CARD = (
    "CARTE DE VACCINATION",
    "",
    "Tétanos – diphtérie – coqueluche",
    "12.05.2016    rappel : 2026",
    "",
    "Hépatite B",
    "03.02.1999   07.03.1999   10.08.1999",
    "",
    "Fièvre jaune",
    "21.06.2018    à vie",
)
_NOTE = """Blutdruck, morgens vor dem Kaffee

Montag: 148 zu 88
Dienstag: 142 zu 85
Mittwoch: 151 zu 90
Donnerstag: 139 zu 84

Am Mittwoch war mir beim Aufstehen schwindlig."""


def add(settings: Settings, references: Mapping[str, str]) -> None:
    """Add and confirm them the way people do; `references` are open sessions by family name, which end afterwards."""
    app = create_app(settings)
    for family, language, name, data, kind, day, title in (
        ("Wagener", "fr", "IMG_4711.jpg", _photo(), "prevention", date(2026, 9, 14), "Carte de vaccination"),
        (
            "Kieffer",
            "de",
            "Blutdruck.txt",
            _NOTE.encode(),
            "history",
            date(2026, 11, 5),
            "Blutdruck zu Hause",
        ),
    ):
        if (reference := references.get(family)) is None:
            continue
        with app.test_request_context(f"/{language}/documents/new"):
            g.language = language
            begin(reference)
            client = platform()
            upload = client.begin_upload()
            client.add_file(upload.id, name, BytesIO(data), len(data))
            made = client.make_pages(
                upload.id,
                type_code=kind,
                day=day,
                title=title,
                language=language,
                page_words="{page} / {pages}",
            )
            sha256 = made.pages_sha256 or ""
            client.keep_upload(upload.id, title=title, pages_sha256=sha256, language=language)
            client.sign_out()


def _photo() -> bytes:
    """A card on a table, held a little askew."""
    card = Image.new("RGB", (1240, 860), (250, 243, 214))
    pen = ImageDraw.Draw(card)
    pen.rectangle((24, 24, 1215, 835), outline=(170, 140, 60), width=6)
    font = ImageFont.load_default(46)
    for number, line in enumerate(_CARD):
        pen.text((80, 70 + 74 * number), line, fill=(40, 40, 70), font=font)
    table = Image.new("RGB", (1600, 1200), (118, 88, 62))
    turned = card.rotate(3, expand=True, fillcolor=(118, 88, 62), resample=Image.Resampling.BICUBIC)
    table.paste(turned, (160, 140))
    out = BytesIO()
    table.save(out, "JPEG", quality=88)
    return out.getvalue()
