"""Signatures that anybody can check: pdfsig and pyHanko agree, a changed byte shows, a panel signs in turn."""

from __future__ import annotations

import random
import shutil
import subprocess
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper

from secunda.care.opinions import authority, canonical, printing, rendering, signature_places, signing
from secunda.care.opinions.tests import samples
from secunda.care.opinions.tests.nss import trusting

AT = samples.AT
LICENCE = "Licence 28/2871 (Sweden)"
needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed"
)


@pytest.fixture(scope="module")
def root() -> authority.Credential:
    """A programme's authority."""
    return authority.new_authority("Secunda Demonstration", AT)


@pytest.fixture(scope="module")
def dr_bo(root: authority.Credential) -> authority.Credential:
    """The certificate and key of the first author."""
    return authority.issue(root, authority.Subject("Dr Bo", "Secunda Demonstration", "e1", LICENCE), AT)


@pytest.fixture(scope="module")
def dr_chen(root: authority.Credential) -> authority.Credential:
    """The certificate and key of the second author."""
    return authority.issue(root, authority.Subject("Dr Chen", "Secunda Demonstration", "e2"), AT)


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    """A report of two authors."""
    signed = samples.full_signed()
    return printing.render_pdf(rendering.render_html(signed, language="en"), canonical.canonical(signed))


@pytest.fixture(scope="module")
def once(unsigned: bytes, root: authority.Credential, dr_bo: authority.Credential) -> bytes:
    """The report with the first author's signature and room for the second."""
    return signed_by(dr_bo, root, unsigned, "Dr Bo", certify=True, places=2)


@pytest.fixture(scope="module")
def twice(once: bytes, root: authority.Credential, dr_chen: authority.Credential) -> bytes:
    """The report with both signatures."""
    return signed_by(dr_chen, root, once, "Dr Chen", certify=False, place=1)


def signed_by(
    who: authority.Credential,
    root: authority.Credential,
    pdf: bytes,
    name: str,
    *,
    certify: bool,
    place: int = 0,
    places: int = 1,
) -> bytes:
    """One more signature, with the programme's revocation list."""
    return signing.sign_pdf(
        pdf,
        who.certificate,
        who.key,
        [root.certificate],
        name=name,
        reason="I wrote this opinion.",
        licence=LICENCE,
        at=AT,
        certify=certify,
        place=place,
        places=places,
        revocations=authority.empty_revocation_list(root, AT),
    )


def pdfsig(pdf: bytes, store: Path, folder: Path) -> str:
    """What pdfsig prints about a PDF, trusting that store."""
    (folder / "report.pdf").write_bytes(pdf)
    command = ["pdfsig", "-nssdir", str(store), str(folder / "report.pdf")]
    return subprocess.run(command, capture_output=True, check=False).stdout.decode(errors="replace")


@pytest.fixture(scope="module")
def store(root: authority.Credential, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate store that trusts the programme's authority."""
    return trusting(tmp_path_factory.mktemp("nss"), root.certificate)


@needs_pdfsig
def test_pdfsig_calls_it_valid_and_trusted(once: bytes, store: Path, tmp_path: Path) -> None:
    said = pdfsig(once, store, tmp_path)
    assert said.count("Signature is Valid.") == 1
    assert said.count("Certificate is Trusted.") == 1
    assert all(words in said for words in ("Total document signed", "Dr Bo", "ETSI.CAdES.detached"))


@needs_pdfsig
def test_pdfsig_does_not_trust_an_authority_it_was_not_told_of(once: bytes, tmp_path: Path) -> None:
    other = authority.new_authority("Somebody else", AT)
    said = pdfsig(once, trusting(tmp_path / "other", other.certificate), tmp_path)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." not in said


@needs_pdfsig
def test_a_second_signature_leaves_the_first_valid(twice: bytes, store: Path, tmp_path: Path) -> None:
    said = pdfsig(twice, store, tmp_path)
    assert said.count("Signature is Valid.") == 2
    assert said.count("Certificate is Trusted.") == 2


def test_our_own_verdict_on_both_signatures(twice: bytes, root: authority.Credential) -> None:
    first, second = signing.verify_pdf(twice, root.certificate, at=AT)
    assert (first.name, second.name) == ("Dr Bo", "Dr Chen")
    assert (first.valid, second.valid) == (True, True)
    assert (first.certifies, second.certifies) == (True, False)
    assert first.signed_at == AT
    assert not first.timestamped


@needs_pdfsig
def test_one_changed_byte_and_both_say_not(
    once: bytes, store: Path, root: authority.Credential, tmp_path: Path
) -> None:
    contents = once.index(b"/Contents <")
    rng = random.Random(20261122)
    for place in (200, contents // 3, contents // 2, contents - 50, len(once) - 300, rng.randrange(contents)):
        changed = bytearray(once)
        changed[place] ^= 1
        assert not any(
            verdict.valid for verdict in signing.verify_pdf(bytes(changed), root.certificate, at=AT)
        )
        assert "Signature is Valid." not in pdfsig(bytes(changed), store, tmp_path)


def test_any_changed_byte_is_noticed(once: bytes, root: authority.Credential) -> None:
    contents = once.index(b"/Contents <")
    rng = random.Random(1)
    places = [rng.randrange(len(once)) for _ in range(20)] + list(range(contents + 11, contents + 1600, 31))
    for place in places:
        changed = bytearray(once)
        changed[place] ^= 1
        verdicts = signing.verify_pdf(bytes(changed), root.certificate, at=AT)
        assert not any(verdict.valid for verdict in verdicts), place


def test_a_signature_fills_its_room(once: bytes) -> None:
    held = once[once.index(b"/Contents <") + 11 :].split(b">", 1)[0]
    length = int(held[4:8], 16) + 4  # a DER sequence with a two-byte length
    assert len(held) == 2 * length


def test_what_is_added_later_breaks_the_certificate(once: bytes, root: authority.Credential) -> None:
    added = (
        once
        + b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 2 >>\nstartxref\n0\n%%EOF\n"
    )
    assert not any(verdict.valid for verdict in signing.verify_pdf(added, root.certificate, at=AT))


def test_another_programmes_authority_is_not_trusted(once: bytes) -> None:
    other = authority.new_authority("Somebody else", AT)
    (verdict,) = signing.verify_pdf(once, other.certificate, at=AT)
    assert verdict.intact
    assert not verdict.trusted
    assert not verdict.valid


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"nothing of the kind"])
def test_what_is_no_signed_pdf_has_no_verdict(pdf: bytes, root: authority.Credential) -> None:
    assert signing.verify_pdf(pdf, root.certificate, at=AT) == []


def test_a_certificate_that_has_ended_is_not_valid(once: bytes, root: authority.Credential) -> None:
    late = AT + authority.EXPERT_LASTS + timedelta(days=1)
    assert not signing.verify_pdf(once, root.certificate, at=late)[0].valid


def test_the_visible_signature_stands_on_the_last_page(twice: bytes) -> None:
    document = pdfium.PdfDocument(twice)
    document.init_forms()
    page = document[len(document) - 1]
    image = page.render(scale=1, grayscale=True).to_pil()
    for number in range(2):
        left, bottom, right, top = signature_places.box(number)
        height = int(page.get_height())
        place = image.crop((left, height - top, right, height - bottom))
        assert place.getextrema()[0] < 120


def test_there_is_room_for_a_whole_panel_and_no_more() -> None:
    boxes = [signature_places.box(number) for number in range(signature_places.MOST)]
    assert all(lower[3] < upper[1] for upper, lower in pairwise(boxes))
    assert all(bottom > 72 for _, bottom, _, _ in boxes)
    with pytest.raises(ValueError, match="seven"):
        signature_places.box(7)


def test_a_place_that_was_not_laid_out_cannot_be_signed(
    once: bytes, root: authority.Credential, dr_chen: authority.Credential
) -> None:
    with pytest.raises(ValueError, match="cannot be signed"):
        signed_by(dr_chen, root, once, "Dr Chen", certify=False, place=2)
    with pytest.raises(ValueError, match="cannot be signed"):
        signed_by(dr_chen, root, once, "Dr Chen", certify=False, place=0)
    with pytest.raises(ValueError, match="cannot be signed"):
        signed_by(dr_chen, root, b"no PDF", "Dr Chen", certify=True)


def test_an_invisible_signature_is_as_valid(
    unsigned: bytes, root: authority.Credential, dr_bo: authority.Credential
) -> None:
    pdf = signing.sign_pdf(
        unsigned,
        dr_bo.certificate,
        dr_bo.key,
        [root.certificate],
        name="Dr Bo",
        reason="I wrote this opinion.",
        licence=LICENCE,
        at=AT,
        certify=True,
        visible=False,
    )
    assert [verdict.valid for verdict in signing.verify_pdf(pdf, root.certificate, at=AT)] == [True]


def test_a_timestamp_server_is_asked_when_there_is_one(
    unsigned: bytes, root: authority.Credential, dr_bo: authority.Credential
) -> None:
    assert signing.timestamper("") is None
    assert signing.timestamper("https://tsa.example.org") is not None
    stamper = a_timestamp_server()
    pdf = signing.sign_pdf(
        unsigned,
        dr_bo.certificate,
        dr_bo.key,
        [root.certificate],
        name="Dr Bo",
        reason="I wrote this opinion.",
        licence=LICENCE,
        at=AT,
        certify=True,
        stamps=stamper,
    )
    (verdict,) = signing.verify_pdf(pdf, root.certificate, at=AT)
    assert verdict.intact
    assert verdict.timestamped


def a_timestamp_server() -> DummyTimeStamper:
    """A timestamp server in the process, with a certificate of its own kind."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Time")])
    use = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, AT, AT + timedelta(days=9))
    made = builder.add_extension(use, critical=True).sign(key, hashes.SHA256())
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(made.public_bytes(der)),
        tsa_key=keys.PrivateKeyInfo.load(private),
        fixed_dt=AT,
    )


def test_a_detached_signature_over_the_canonical_json(
    root: authority.Credential, dr_bo: authority.Credential
) -> None:
    held = canonical.canonical(samples.full_signed())
    signature = signing.sign_detached(held, dr_bo.certificate, dr_bo.key, [root.certificate], at=AT)
    verdict = signing.verify_detached(held, signature, root.certificate, at=AT)
    assert verdict is not None
    assert verdict.valid
    assert (verdict.name, verdict.signed_at) == ("Dr Bo", AT)
    changed = signing.verify_detached(held + b" ", signature, root.certificate, at=AT)
    assert changed is not None
    assert not changed.valid
    assert signing.verify_detached(held, b"no signature", root.certificate, at=AT) is None
