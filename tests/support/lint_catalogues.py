"""The four catalogues against the sources: nothing missing, fuzzy or stale, the same placeholders everywhere."""

from tests.support.catalogues import TEMPLATE, extracted, phrases, placeholders, template
from tests.support.tree import LANGUAGES, report


def stale_template() -> list[str]:
    """Phrases that messages.pot lacks or still has although no source asks for them."""
    if not extracted() and not TEMPLATE.exists():
        return []
    if not TEMPLATE.exists():
        return ["translations/messages.pot is missing: run 'make messages'"]
    committed = {
        (message.context, (message.id,) if isinstance(message.id, str) else tuple(message.id))
        for message in template()
        if message.id
    }
    complaints = [
        f"messages.pot lacks {forms[0]!r}: run 'make messages'" for _context, forms in extracted() - committed
    ]
    complaints += [
        f"messages.pot still has {forms[0]!r}: run 'make messages'"
        for _context, forms in committed - extracted()
    ]
    return sorted(complaints)


def incomplete(language: str) -> list[str]:
    """What a language's catalogue lacks or says wrongly."""
    if not TEMPLATE.exists():
        return []
    wanted = extracted()
    entries = phrases(language)
    known = {(entry.context, entry.source) for entry in entries}
    complaints = [f"{language}: {forms[0]!r} is not in the catalogue" for _context, forms in wanted - known]
    complaints += [f"{language}: {forms[0]!r} is asked for by nothing" for _context, forms in known - wanted]
    for entry in entries:
        if not all(entry.words):
            complaints.append(f"{language}: {entry.label} has no words")
        if entry.fuzzy:
            complaints.append(f"{language}: {entry.label} is only a guess (fuzzy)")
        allowed = {tuple(placeholders(form)) for form in entry.source}
        complaints += [
            f"{language}: {entry.label} has other placeholders in {form!r}"
            for form in entry.words
            if form and tuple(placeholders(form)) not in allowed
        ]
    return sorted(complaints)


def complaints() -> list[str]:
    """All of the above, over the four languages."""
    return stale_template() + [complaint for language in LANGUAGES for complaint in incomplete(language)]


if __name__ == "__main__":
    report(complaints())
