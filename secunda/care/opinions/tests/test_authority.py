"""Certificates of the programme's own authority."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from secunda.care.opinions import authority
from secunda.care.opinions.tests import samples

AT = samples.AT
LICENCE = "Licence 28/2871 (Sweden)"


@pytest.fixture(scope="module")
def root() -> authority.Credential:
    """A programme's authority."""
    return authority.new_authority("Secunda Demonstration", AT)


@pytest.fixture(scope="module")
def dr_bo(root: authority.Credential) -> authority.Credential:
    """An expert's certificate and key."""
    return authority.issue(root, authority.Subject("Dr Bo", "Secunda Demonstration", "e1", LICENCE), AT)


def test_certificates_say_who_for_what_and_how_long(
    root: authority.Credential, dr_bo: authority.Credential
) -> None:
    held = x509.load_pem_x509_certificate(dr_bo.certificate)
    usage = held.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert f"2.5.4.12={LICENCE},O=Secunda Demonstration,CN=Dr Bo" in held.subject.rfc4514_string().replace(
        "\\", ""
    )
    held.verify_directly_issued_by(x509.load_pem_x509_certificate(root.certificate))
    assert authority.covers(dr_bo.certificate, AT)
    assert not authority.covers(dr_bo.certificate, AT - timedelta(seconds=1))
    assert not authority.covers(dr_bo.certificate, AT + authority.EXPERT_LASTS + timedelta(seconds=1))
    assert len(authority.fingerprint(dr_bo.certificate)) == 95


def test_a_certificate_never_outlives_its_authority() -> None:
    old = authority.new_authority("Old", datetime(2007, 1, 1, tzinfo=UTC))
    late = authority.issue(old, authority.Subject("Dr Bo", "Old", "e1"), datetime(2026, 11, 22, tzinfo=UTC))
    ends = x509.load_pem_x509_certificate(old.certificate).not_valid_after_utc
    assert x509.load_pem_x509_certificate(late.certificate).not_valid_after_utc == ends


def test_long_and_foreign_names_fit_a_certificate(root: authority.Credential) -> None:
    name = "الدكتورة " + "منى " * 40
    made = authority.issue(root, authority.Subject(name, "x" * 90, "e9"), AT)
    held = x509.load_pem_x509_certificate(made.certificate).subject.get_attributes_for_oid(
        x509.NameOID.COMMON_NAME
    )
    assert name.startswith(str(held[0].value))
    assert len(str(held[0].value)) > 30
