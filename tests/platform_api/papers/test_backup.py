"""A copy of the platform holds the scans that wait: they are looked at after a restoration as before."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from platform_api import paper_forms
from platform_api.models import PaperForm
from platform_api.operations import backup
from platform_api.operations.stores import running
from tests.platform_api.papers.desk import came_in
from tests.platform_api.world import World


def test_a_scan_that_waits_is_in_the_copy(world: World, tmp_path: Path):
    number = came_in(world.idle(world.staff()), "closing")
    copy, home = tmp_path / "copy", tmp_path / "restored"
    backup.back_up(world.settings, copy)
    restored = replace(world.settings, home=home)
    backup.restore(restored, copy)
    with running(restored) as opened, opened.database.read() as connection:
        row = connection.execute(select(PaperForm.__table__).where(PaperForm.number == number)).one()
        key = paper_forms.scan_key(opened, row)
        assert b"".join(opened.blobs.get(row.scan_blob_id, key)).startswith(b"%PDF-")
