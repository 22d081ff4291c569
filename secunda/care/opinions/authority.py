"""The programme's own certificate authority: a root, one certificate an expert, an empty revocation list.

Keys are elliptic curve P-256: poppler (NSS), pyHanko and Adobe Reader all verify them, and a signature takes a
millisecond. Nothing is stored here: the caller keeps the keys in the vault.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT_LASTS = timedelta(days=20 * 365)
EXPERT_LASTS = timedelta(days=3 * 365)
_LONGEST_NAME = 64
"""Bytes of UTF-8 in a common name or organisation: RFC 5280 counts characters, libraries count bytes."""


class Credential(NamedTuple):
    """A certificate and its private key, both PEM; the key is PKCS 8, for the vault to keep."""

    certificate: bytes
    key: bytes


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names. `identifier` is the expert's public id, so that two of one name stay apart."""

    name: str
    organisation: str
    identifier: str
    title: str = ""
    """Licence and jurisdiction, as printed beside the signature."""


def new_authority(name: str, at: datetime) -> Credential:
    """A root certificate and key for the programme of that name, valid from `at` for 20 years."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name((NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, name))
    signs_certificates = _usage(key_cert_sign=True, crl_sign=True)
    builder = _certificate(subject, key, at, ROOT_LASTS).issuer_name(subject)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(signs_certificates, critical=True)
    return _credential(builder.sign(key, hashes.SHA256()), key)


def issue(authority: Credential, subject: Subject, at: datetime) -> Credential:
    """A signing certificate and key for one expert, valid from `at` for 3 years, or until the root ends."""
    root, root_key = x509.load_pem_x509_certificate(authority.certificate), _private_key(authority.key)
    key = ec.generate_private_key(ec.SECP256R1())
    named = _name(
        (NameOID.COMMON_NAME, subject.name),
        (NameOID.ORGANIZATION_NAME, subject.organisation),
        (NameOID.TITLE, subject.title),
        (NameOID.SERIAL_NUMBER, subject.identifier),
    )
    lasts = min(EXPERT_LASTS, root.not_valid_after_utc - at)
    signs_documents = _usage(digital_signature=True, content_commitment=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    builder = _certificate(named, key, at, lasts).issuer_name(root.subject)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(signs_documents, critical=True).add_extension(issuer, critical=False)
    return _credential(builder.sign(root_key, hashes.SHA256()), key)


def empty_revocation_list(
    authority: Credential, at: datetime, lasts: timedelta = timedelta(days=30)
) -> bytes:
    """A signed revocation list without entries, DER, to be embedded in a signed document."""
    root, root_key = x509.load_pem_x509_certificate(authority.certificate), _private_key(authority.key)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    builder = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    builder = builder.last_update(at).next_update(at + lasts).add_extension(issuer, critical=False)
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    return builder.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def covers(certificate: bytes, at: datetime) -> bool:
    """Whether a PEM certificate is within its validity at that instant."""
    loaded = x509.load_pem_x509_certificate(certificate)
    return loaded.not_valid_before_utc <= at <= loaded.not_valid_after_utc


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a PEM certificate as people compare it: "AB:CD:…"."""
    return x509.load_pem_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex(":").upper()


def _certificate(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
    builder = (
        builder.serial_number(x509.random_serial_number()).not_valid_before(at).not_valid_after(at + lasts)
    )
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _name(*parts: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, _cut(text)) for oid, text in parts if text])


def _cut(text: str) -> str:
    return text.encode()[:_LONGEST_NAME].decode(errors="ignore")


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _private_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("An authority's key is an elliptic curve key.")
    return key


def _credential(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Credential:
    pem = serialization.Encoding.PEM
    held = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Credential(certificate.public_bytes(pem), held)
