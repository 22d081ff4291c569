"""Signatures: PAdES on a report's PDF, CMS on its canonical JSON, and what a verifier says about both.

PAdES baseline B-B; B-T with a timestamp server; the programme's empty revocation list is embedded when it is given. The
first author's signature certifies the document and permits nothing but further signatures in the fields that were laid
out then, so that a panel's other members sign without breaking the first signature.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, crl, keys, pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.validation import async_validate_detached_cms, validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from secunda.care.opinions.signature_block import signature_block
from secunda.care.opinions.signature_places import box

DIGEST = "sha256"
ECDSA_LENGTH = 71


@dataclass(frozen=True)
class Verdict:
    """What a verifier says about one signature."""

    name: str
    """The common name in the signer's certificate."""
    signed_at: datetime | None
    """As the signer stated it; proven only when a timestamp server was asked."""
    intact: bool
    """What was signed is unchanged."""
    trusted: bool
    """The certificate leads to the programme's authority."""
    valid: bool
    """Intact, trusted, and nothing was added later but what the first signature permits."""
    certifies: bool
    timestamped: bool
    serial: str
    """The serial number of the certificate, hexadecimal."""


def timestamper(address: str) -> TimeStamper | None:
    """The timestamp server at an address (RFC 3161), or None where none is configured."""
    return HTTPTimeStamper(address) if address else None


def sign_pdf(
    pdf: bytes,
    certificate: bytes,
    key: bytes,
    chain: Sequence[bytes],
    *,
    name: str,
    reason: str,
    licence: str,
    at: datetime,
    certify: bool,
    visible: bool = True,
    place: int = 0,
    places: int = 1,
    language: str = "en",
    stamps: TimeStamper | None = None,
    revocations: bytes | None = None,
) -> bytes:
    """The PDF with one more signature; certificate, key and chain are PEM.

    The first call has `certify=True` and says how many authors there are (`places`); the others sign in their `place`
    (0 is the first). `licence` stands in the visible block. Raises ValueError for a PDF that cannot be signed there.
    """
    settings = signers.PdfSignatureMetadata(
        field_name=_field(place),
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        name=name,
        reason=reason,
        location=licence,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        tight_size_estimates=stamps is None,
        **_revocations(revocations, chain, at),
    )
    look = _look(signature_block(name, licence, at, language)) if visible else None
    pen = _Pen(settings, _signer(certificate, key, chain), timestamper=stamps, stamp_style=look)
    pen.at = at
    return _signed(pdf, pen, places=places if certify else 0, shown=visible)


def _signed(pdf: bytes, pen: _Pen, *, places: int, shown: bool) -> bytes:
    """Lay out `places` fields, if any, and sign."""
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        _lay_out(writer, places, shown=shown)
        signed: bytes = pen.sign_pdf(writer, existing_fields_only=True).getvalue()
    except (SigningError, PdfReadError) as error:
        raise ValueError("This document cannot be signed there.") from error
    return signed


def sign_detached(
    document: bytes, certificate: bytes, key: bytes, chain: Sequence[bytes] = (), *, at: datetime
) -> bytes:
    """A CMS signature (CAdES baseline, DER) over bytes that stay outside it: the canonical JSON."""
    attributes = PdfCMSSignedAttributes(signing_time=at)
    signer = _signer(certificate, key, chain)
    signing = signer.async_sign_general_data(
        document, DIGEST, use_cades=True, signed_attr_settings=attributes
    )
    dumped: bytes = asyncio.run(signing).dump()
    return dumped


def verify_detached(document: bytes, signature: bytes, trust: bytes, *, at: datetime) -> Verdict | None:
    """What is to be said of a CMS signature over those bytes, or None when it cannot be read. `trust` is PEM."""
    try:
        signed = cms.ContentInfo.load(signature)["content"]
        context = _context(trust, at)
        status = asyncio.run(async_validate_detached_cms(document, signed, signer_validation_context=context))
        return _verdict(status, signed, certifies=False)
    except Exception:
        return None


def verify_pdf(pdf: bytes, trust: bytes, *, at: datetime) -> list[Verdict]:
    """What is to be said of each signature, in the order of signing; an empty list when there is none. `trust` is PEM.

    Whatever a damaged file makes the reader trip over is a verdict too, so nothing is raised.
    """
    try:
        held = list(PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures)
    except Exception:
        return []
    return [_verdict_of(signature, _context(trust, at)) for signature in held]


class _Pen(signers.PdfSigner):
    """pyHanko's signer, with the signing time given and not read from the clock."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at.astimezone(UTC)
        return session


class _Key(signers.SimpleSigner):
    """An elliptic curve key whose signatures all have one length, so that a signature fills its room to the last byte.

    The encoded length of an ECDSA signature varies by a few bytes; about every second one has 71.
    """

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        signature = bytes(ECDSA_LENGTH) if dry_run else b""
        while len(signature) != ECDSA_LENGTH:
            signature = self.sign_raw(data, digest_algorithm)
        return signature


class _Block(PdfContent):
    """A one-page PDF as the look of a signature; its fonts come with it."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        reader = PdfFileReader(io.BytesIO(self._pdf))
        page = self._ensure_writer.import_page_as_xobject(reader, page_ix=0)
        self.resources.xobject["/Block"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Block Do"


def _look(block: bytes) -> StaticStampStyle:
    middle = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
    )
    return StaticStampStyle(
        border_width=0, background=_Block(block), background_layout=middle, background_opacity=1
    )


def _lay_out(writer: IncrementalPdfFileWriter, places: int, *, shown: bool) -> None:
    """The empty fields of all authors, before the first signature closes the document to anything else."""
    for number in range(places):
        where = box(number) if shown else None
        fields.append_signature_field(writer, fields.SigFieldSpec(_field(number), on_page=-1, box=where))


def _field(number: int) -> str:
    return f"Author{number + 1}"


def _revocations(held: bytes | None, chain: Sequence[bytes], at: datetime) -> dict[str, Any]:
    """Settings that embed the revocation list in the same revision as the signature."""
    if held is None:
        return {}
    context = ValidationContext(
        trust_roots=[_certificate(root) for root in chain],
        crls=[crl.CertificateList.load(held)],
        moment=at,
        allow_fetching=False,
        revocation_mode="require",
    )
    placement = SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
    together = DSSContentSettings(include_vri=False, placement=placement)
    return {"embed_validation_info": True, "validation_context": context, "dss_settings": together}


def _signer(certificate: bytes, key: bytes, chain: Sequence[bytes]) -> _Key:
    others = ValidationContext(trust_roots=[_certificate(held) for held in chain], allow_fetching=False)
    private = keys.PrivateKeyInfo.load(_der(key))
    return _Key(_certificate(certificate), private, others.certificate_registry, embed_roots=False)


def _certificate(held: bytes) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(_der(held))


def _der(held: bytes) -> bytes:
    der: bytes = pem.unarmor(held)[2]
    return der


def _context(trust: bytes, at: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[_certificate(trust)], moment=at, allow_fetching=False, revocation_mode="soft-fail"
    )


def _verdict_of(signature: Any, context: ValidationContext) -> Verdict:
    try:
        status = validate_pdf_signature(signature, signer_validation_context=context)
        certifies = signature.sig_object.get("/Reference") is not None
        return _verdict(status, signature.signed_data, certifies=certifies)
    except Exception:
        return Verdict("", None, False, False, False, False, False, "")


def _verdict(status: Any, signed: cms.SignedData, *, certifies: bool) -> Verdict:
    certificate = status.signing_cert
    whole = _is_as_we_make_it(signed, certificate)
    return Verdict(
        name=str(certificate.subject.native.get("common_name", "")),
        signed_at=status.signer_reported_dt,
        intact=bool(status.intact and status.valid and whole),
        trusted=bool(status.trusted),
        valid=bool(status.bottom_line and whole),
        certifies=certifies,
        timestamped=status.timestamp_validity is not None,
        serial=f"{certificate.serial_number:x}",
    )


def _is_as_we_make_it(signed: cms.SignedData, certificate: asn1_x509.Certificate) -> bool:
    """What no signature protects in a CMS structure is as we make it: versions, names of digests and issuer."""
    (signer,) = signed["signer_infos"]
    digest = algos.DigestAlgorithm({"algorithm": DIGEST}).dump()
    named = [held.dump() for held in (*signed["digest_algorithms"], signer["digest_algorithm"])]
    issuer = signer["sid"].chosen["issuer"].dump() == certificate.issuer.dump()
    return (
        issuer and named == [digest, digest] and signed["version"].native == signer["version"].native == "v1"
    )
