"""What becomes a PDF: the activation letter and its batches, the paper forms, the holder's own statement."""

from patient_portal.letters.activation import activation_letter
from patient_portal.letters.batch import Batch, discard, write_batch
from patient_portal.letters.confirmation import PostData, certificate, confirmation_letter
from patient_portal.letters.data import FormData, LetterData, Opens, Sender
from patient_portal.letters.journal import journal_pdf
from patient_portal.letters.paper_forms import paper_form
from patient_portal.letters.statement import statement_pdf
from patient_portal.letters.typesetting import NotPrintable

__all__ = [
    "Batch",
    "FormData",
    "LetterData",
    "NotPrintable",
    "Opens",
    "PostData",
    "Sender",
    "activation_letter",
    "certificate",
    "confirmation_letter",
    "discard",
    "journal_pdf",
    "paper_form",
    "statement_pdf",
    "write_batch",
]
