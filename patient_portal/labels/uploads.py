"""What a person learns about their own files, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import Reason, UploadNote

UPLOAD_NOTES: dict[UploadNote, LazyString] = {
    UploadNote.DRAWN: _l("The pages were drawn anew, because this file had parts that could do harm."),
    UploadNote.FILES_LEFT_OUT: _l("Files inside this file are not shown to anybody else."),
    UploadNote.PICTURES_LEFT_OUT: _l(
        "Only the words of this text are shown, not its pictures. To show them too, save it as a PDF and choose that."
    ),
    UploadNote.SIGNED: _l("The digital signature counts only in your own file, not in these pages."),
    UploadNote.SIGNS_LEFT_OUT: _l("Some characters cannot be printed here: […] stands for them."),
}

UPLOAD_REASONS: dict[Reason, LazyString] = {
    Reason.UPLOAD_NOTHING: _l("Choose a file first: a PDF, photos or a text."),
    Reason.UPLOAD_KIND: _l(
        "This kind of file cannot be added. You can add PDF files, photos (JPEG, PNG, WebP, TIFF) and texts (Word, "
        "OpenDocument, RTF, plain text)."
    ),
    Reason.UPLOAD_HEIC: _l(
        "This photo is in the HEIC format, which few programs can read. Set your phone’s camera to the most "
        "compatible format, or save the photo as JPEG, and choose it again."
    ),
    Reason.UPLOAD_LOCKED: _l(
        "This file is locked with a password, so nobody could read it here. Save it without a password and choose it "
        "again."
    ),
    Reason.UPLOAD_DISGUISED: _l(
        "This file is not what its name says, or it holds something hidden. Files like this can do harm. Save it anew "
        "as a PDF or take a photo of it."
    ),
    Reason.UPLOAD_DAMAGED: _l(
        "This file is damaged and cannot be read. Save it anew, or take a photo of it."
    ),
    Reason.UPLOAD_TOO_COMPLEX: _l(
        "This file asks too much: it has too many pages, or it is far larger inside than it looks. Split it, or take "
        "photos of its pages."
    ),
    Reason.UPLOAD_HARMFUL: _l("Our virus scanner found something in this file. It was not kept."),
    Reason.UPLOAD_NOT_CHECKED: _l(
        "We cannot check files for viruses at the moment, so we take none. Please try again later."
    ),
    Reason.UPLOAD_TWICE: _l("You have added this file already. It does not need to be there twice."),
    Reason.UPLOAD_TOO_MANY: _l("These are too many files for one document. Make two documents of them."),
    Reason.UPLOAD_QUOTA: _l(
        "There is no room left for files of your own. Withdraw documents that nobody needs, or call our helpdesk."
    ),
    Reason.UPLOAD_OVER: _l(
        "This was changed or finished meanwhile, perhaps in another window. Please look at it once more."
    ),
    Reason.UPLOAD_DAY_TO_COME: _l("Choose the day on which the document was written: today or before."),
    Reason.DOCUMENT_UNDO_OVER: _l(
        "This document was withdrawn too long ago to come back. You can add it once more."
    ),
}
