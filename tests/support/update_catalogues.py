"""`make messages`: every phrase into messages.pot, each catalogue exactly these; words already there stay."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.support.catalogues import TEMPLATE, catalogue_path, extracted
from tests.support.tree import LANGUAGES, TRANSLATIONS


def _write(catalogue: Catalog, path, *, omit_header: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(path.suffix + ".new")
    with beside.open("wb") as stream:
        write_po(stream, catalogue, sort_output=True, omit_header=omit_header, width=0, ignore_obsolete=True)
    beside.replace(path)


def update() -> dict[str, int]:
    """Returns how many phrases each language still lacks."""
    wanted = sorted(extracted(), key=lambda phrase: (phrase[1], phrase[0] or ""))
    fresh = Catalog(fuzzy=False)
    for context, forms in wanted:
        fresh.add(
            forms[0] if len(forms) == 1 else forms,
            context=context,
            flags=["python-format"] if "%(" in forms[0] else [],
        )
    _write(fresh, TEMPLATE, omit_header=True)
    lacking = {}
    for language in LANGUAGES:
        path = catalogue_path(language)
        catalogue = Catalog(locale=language, fuzzy=False)
        if path.exists():
            with path.open("rb") as stream:
                catalogue = read_po(stream, locale=language)
        catalogue.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
        if language == "en":
            for message in catalogue:
                if message.id and not message.string:
                    message.string = message.id
        lacking[language] = sum(1 for message in catalogue if message.id and not all(_forms(message.string)))
        _write(catalogue, path, omit_header=False)
    return lacking


def _forms(text) -> tuple[str, ...]:
    if text is None:  # a phrase that has just come in
        return ("",)
    return (text,) if isinstance(text, str) else tuple(text)


if __name__ == "__main__":
    for language, missing in update().items():
        print(f"{language}: " + (f"{missing} phrases without words" if missing else "complete"))
    print(f"({TRANSLATIONS.name}/ is up to date)")
