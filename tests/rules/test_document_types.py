"""The 27 document types come from one table and nowhere else."""

from pathlib import Path

from platform_api.demo import document_types as demo_types
from platform_api.document_types import GROUPS, document_types
from platform_api.fhir.code_system import code_system
from platform_api.fhir.concepts import systems
from tests.support.tree import ROOT, tracked

CODES = [
    line.split(",")[1]
    for line in (ROOT / "platform_api/directory/document_types.csv").read_text("utf-8").splitlines()[1:]
]


def test_there_are_27_with_four_labels_each():
    kinds = document_types()
    assert list(kinds) == CODES
    assert len(kinds) == 27
    for kind in kinds.values():
        assert set(kind.labels) == {"fr", "de", "lb", "en"}
        assert all(label.strip() == label != "" for label in kind.labels.values())
        assert kind.group in GROUPS


def test_the_agencys_own_list_is_kept_word_for_word():
    """What people read is written out; other software goes by the names of 2017."""
    kinds = document_types()
    assert kinds["diag-report"].published == "CR d'actes diagnostiques"
    assert kinds["diag-report"].labels["fr"] == "Comptes rendus d’actes diagnostiques"
    assert len({kind.published for kind in kinds.values()}) == 27


def test_no_two_types_share_a_label():
    for language in ("fr", "de", "lb", "en"):
        labels = [kind.labels[language] for kind in document_types().values()]
        assert len(set(labels)) == 27, language


def test_every_group_is_used_and_named_in_four_languages():
    assert {kind.group for kind in document_types().values()} == set(GROUPS)
    assert all(set(labels) == {"fr", "de", "lb", "en"} for labels in GROUPS.values())


def test_the_published_code_system_says_the_same():
    types, groups = [code_system(one) for one in systems()[:2]]
    assert types["count"] == len(types["concept"]) == 27
    for concept in types["concept"]:
        kind = document_types()[concept["code"]]
        designations = [(one["language"], one["value"]) for one in concept["designation"]]
        assert designations[:4] == list(kind.labels.items())
        assert ("fr", kind.published) in designations
        assert {"code": "group", "valueCode": kind.group} in concept["property"]
    assert {concept["code"] for concept in groups["concept"]} == set(GROUPS)


def test_the_demo_reads_the_same_table():
    assert list(demo_types.document_types()) == CODES


def test_no_other_table_of_types_lies_in_the_repository():
    """A second list would drift: whoever names 20 or more types in a data file keeps a copy."""
    copies = {
        path.relative_to(ROOT)
        for path in tracked(".csv", ".json", ".toml")
        if "tests" not in path.relative_to(ROOT).parts
        for text in [path.read_text("utf-8", errors="replace")]
        if sum(document_types()[code].labels["fr"] in text for code in CODES) > 20
    }
    assert copies == {Path("platform_api/directory/document_types.csv")}
