"""A certificate store for `pdfsig` that trusts one authority, made with the library that pdfsig itself is built on.

What `certutil -A -n authority -t C,C,C -d sql:FOLDER -i authority.pem` does, where libnss3-tools is not installed.
"""

from __future__ import annotations

import ctypes
import ssl
from pathlib import Path

VALID_AUTHORITY, TRUSTED_AUTHORITY = 1 << 3, 1 << 4
TRUST = VALID_AUTHORITY | TRUSTED_AUTHORITY


class _Item(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_int), ("held", ctypes.c_char_p), ("length", ctypes.c_uint)]


def trusting(folder: Path, authority: bytes) -> Path:
    """Make a store in `folder` that trusts the PEM certificate for everything; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    der = ssl.PEM_cert_to_DER_cert(authority.decode())
    nss = ctypes.CDLL("libnss3.so")
    for name in ("PK11_GetInternalKeySlot", "CERT_NewTempCertificate", "CERT_GetDefaultCertDB"):
        getattr(nss, name).restype = ctypes.c_void_p
    _done(nss.NSS_InitReadWrite(f"sql:{folder}".encode()))
    try:
        slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
        _done(nss.PK11_InitPin(slot, None, b""))
        store = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
        item = _Item(0, der, len(der))
        certificate = ctypes.c_void_p(nss.CERT_NewTempCertificate(store, ctypes.byref(item), None, 0, 1))
        _done(nss.PK11_ImportCert(slot, certificate, ctypes.c_ulong(0), b"authority", 0))
        _done(nss.CERT_ChangeCertTrust(store, certificate, (ctypes.c_uint * 3)(TRUST, TRUST, TRUST)))
        nss.CERT_DestroyCertificate(certificate)
        nss.PK11_FreeSlot(slot)
    finally:
        nss.NSS_Shutdown()
    return folder


def _done(status: int) -> None:
    if status != 0:
        raise OSError("The certificate store could not be made.")
