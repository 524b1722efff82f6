"""A PAdES signature (ETSI EN 319 142-1, B-B) behind a PDF; imported only when one is made, for pyHanko is heavy."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

_FIELD = "DSP"
_READ_ALOUD = "Dossier de soins partagé (DSP)"


class Signing:
    """A key and its certificates, the key's own first, as pyHanko wants them."""

    def __init__(self, private_key: bytes, certificates: Sequence[x509.Certificate]) -> None:
        key = load_pem_private_key(private_key, None)
        own, *issuers = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
        known = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # its constructor has no types
        known.register_multiple(issuers)
        self._signer = signers.SimpleSigner(
            signing_cert=own,
            signing_key=asn1_keys.PrivateKeyInfo.load(
                key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            ),
            cert_registry=known,
        )

    def sign(self, pdf: bytes, moment: datetime) -> bytes:
        """The file with a signature behind it that lets nothing be added; raises ValueError.

        Its field shows nothing and lies outside the page: so PDF/A-2 asks for no picture of it, and PDF/UA-1 for no
        place in the order of reading.
        """
        try:
            writer = _Behind(io.BytesIO(pdf))
            if "/AcroForm" in writer.root:
                raise ValueError("a form or a signature is in it already")
            signing = _At(
                signers.PdfSignatureMetadata(
                    field_name=_FIELD,
                    subfilter=fields.SigSeedSubFilter.PADES,
                    md_algorithm="sha256",
                    certify=True,
                    docmdp_permissions=fields.MDPPerm.NO_CHANGES,
                ),
                signer=self._signer,
                new_field_spec=fields.SigFieldSpec(
                    _FIELD,
                    readable_field_name=_READ_ALOUD,
                    invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
                ),
            )
            signing.moment = moment
            with ThreadPoolExecutor(
                1
            ) as apart:  # pyHanko runs an event loop, which a thread may have only one of
                signed: bytes = apart.submit(signing.sign_pdf, writer).result().getvalue()
        except (PdfError, SigningError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise ValueError(f"no PDF that can be signed ({type(error).__name__})") from error
        return signed


class _Behind(IncrementalPdfFileWriter):
    """Leaves the metadata as they are: when and with what the file was made, and which standards it keeps."""

    def _update_meta(self) -> None:
        return


class _At(signers.PdfSigner):
    """Says the moment that the platform's clock says."""

    moment: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session
