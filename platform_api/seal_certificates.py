"""The certificate of the seal: made by the platform for itself, or put in its place by the operator."""

from datetime import timedelta
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from platform_api import clock

LIFE = timedelta(days=3652)
_SIGNS_DOCUMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning, RFC 9336


def self_signed(private_key: bytes, base_url: str) -> bytes:
    """A certificate in PEM that names the portal's host, good from yesterday and for ten years."""
    key = load_pem_private_key(private_key, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("the seal's key is not an elliptic curve key")
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "LU"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Dossier de soins partagé"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"DSP {urlsplit(base_url).hostname or ''}".strip()[:64]),
        ]
    )
    begin = (clock.now() - timedelta(days=1)).replace(microsecond=0)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([_SIGNS_DOCUMENTS]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def first_of(certificates: bytes) -> x509.Certificate:
    """The one that belongs to the key in use; raises ValueError when there is none."""
    return x509.load_pem_x509_certificate(certificates)


def belong(certificates: bytes, private_key: bytes) -> bool:
    """Whether the first of these certificates is that of this key."""
    try:
        certified = first_of(certificates).public_key()
        kept = load_pem_private_key(private_key, None).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return certified.public_bytes(*form) == kept.public_bytes(*form)


def chain(certificates: bytes) -> list[x509.Certificate]:
    """The first one and those that issued it, as far as they are there; former ones stay out."""
    known = x509.load_pem_x509_certificates(certificates)
    found = [known[0]]
    while found[-1].issuer != found[-1].subject:
        issuer = next((one for one in known if one.subject == found[-1].issuer and one not in found), None)
        if issuer is None:
            break
        found.append(issuer)
    return found
