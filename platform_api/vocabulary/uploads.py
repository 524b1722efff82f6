"""What a person learns about a file of theirs before it becomes a document."""

from enum import StrEnum


class UploadNote(StrEnum):
    """What of a file its pages do not show; the file itself is kept beside them as it is."""

    DRAWN = "drawn"
    FILES_LEFT_OUT = "files_left_out"
    PICTURES_LEFT_OUT = "pictures_left_out"
    SIGNED = "signed"
    SIGNS_LEFT_OUT = "signs_left_out"
