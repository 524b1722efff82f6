"""The seal on a PDF: its key, its certificates, and the signature that `pdf_signing` adds when one is wanted."""

import threading
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from platform_api import seal_certificates

if TYPE_CHECKING:
    from platform_api.pdf_signing import Signing


class PdfSeal:
    """Signs PDFs with the platform's own key.

    What it signs with takes a second and 20 MB to load, so it is loaded with the first PDF, never at the start.
    """

    def __init__(self, private_key: bytes, certificates: bytes) -> None:
        self._private_key = private_key
        self.certificates = certificates
        self.certificate: x509.Certificate = seal_certificates.first_of(certificates)
        self._loading = threading.Lock()
        self._signing: Signing | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return self.certificate.fingerprint(SHA256()).hex()

    def sign(self, pdf: bytes, moment: datetime) -> bytes:
        """The file as it was with a signature behind it; raises ValueError for what is no PDF, or is signed already."""
        with self._loading:
            if self._signing is None:
                from platform_api.pdf_signing import Signing

                self._signing = Signing(self._private_key, seal_certificates.chain(self.certificates))
        return self._signing.sign(pdf, moment)
