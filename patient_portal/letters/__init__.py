"""What is printed on paper and sent by post: the activation letter, its batches, and the paper forms."""

from patient_portal.letters.activation import activation_letter
from patient_portal.letters.data import LetterData, Sender

__all__ = ["LetterData", "Sender", "activation_letter"]
