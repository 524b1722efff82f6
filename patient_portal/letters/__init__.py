"""What is printed on paper and sent by post: the activation letter, its batches, and the paper forms."""

from patient_portal.letters.activation import activation_letter
from patient_portal.letters.batch import Batch, write_batch
from patient_portal.letters.data import FormData, FormKind, LetterData, Sender
from patient_portal.letters.paper_forms import paper_form
from patient_portal.letters.typesetting import NotPrintable

__all__ = [
    "Batch",
    "FormData",
    "FormKind",
    "LetterData",
    "NotPrintable",
    "Sender",
    "activation_letter",
    "paper_form",
    "write_batch",
]
