"""The wheel is complete without the repository around it, and holds nothing that belongs to the tests."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.support.tree import LANGUAGES, ROOT


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every file in a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    built = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    with zipfile.ZipFile(built) as wheel:
        return set(wheel.namelist())


def _files(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_pages_and_static_files_are_carried_whole(names: set[str], folder: str):
    assert {f"patient_portal/{name}" for name in _files(folder)} - names == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_carried_compiled(names: set[str], language: str):
    assert f"patient_portal/translations/{language}/LC_MESSAGES/messages.mo" in names


@pytest.mark.parametrize("package", ["patient_portal", "platform_api"])
def test_packages_are_carried_with_their_data(names: set[str], package: str):
    assert _files(package) - names == set()


def test_nothing_else_is_carried(names: set[str]):
    tops = {Path(name).parts[0] for name in names}
    assert tops == {"patient_portal", "platform_api", "dsp_patient_portal-0.1.0.dist-info"}


def test_the_licence_goes_along(names: set[str]):
    assert "dsp_patient_portal-0.1.0.dist-info/licenses/LICENSE" in names
