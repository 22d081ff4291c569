"""What each environment variable means, in words. A test asks for every one that the code reads."""

from __future__ import annotations

DATABASE, SITE, KEYS, FILES, MAIL, OTHER = (
    "Database",
    "The site",
    "Keys and secrets",
    "Files",
    "Mail",
    "Reports and tests",
)

# Set by the programs themselves, for each other: nothing for an operator.
OURS = frozenset({"SECUNDA_SUPERVISED", "SECUNDA_AS_OWNER", "SECUNDA_TEST_RUN"})

VARIABLES: dict[str, tuple[str, str]] = {
    "SECUNDA_DATABASE_URL": (
        DATABASE,
        "where the application role `secunda_app` connects; when it is given, nothing else is started or migrated",
    ),
    "SECUNDA_OWNER_DATABASE_URL": (
        DATABASE,
        "where the owner of the tables connects: for `secunda migrate` only",
    ),
    "DATABASE_URL": (
        DATABASE,
        "the owner's address of a database that someone else runs; the application role is made in it",
    ),
    "SECUNDA_APP_DATABASE_URL": (
        DATABASE,
        "beside `DATABASE_URL`: the application role's own address, instead of the owner's with a made password",
    ),
    "SECUNDA_POOL": (DATABASE, "`0` turns the connection pool of a web process off (12 connections at most)"),
    "SECUNDA_HOSTS": (SITE, "host names that the site answers to, by commas"),
    "SECUNDA_ORIGINS": (SITE, "further origins that may post forms (`https://…`), by commas"),
    "SECUNDA_PUBLIC_ORIGIN": (SITE, "the address in e-mails and on reports"),
    "SECUNDA_TLS": (
        SITE,
        "`1` behind a TLS proxy: secure cookies, HSTS, redirects to https, passkeys on https only",
    ),
    "SECUNDA_PROXIES": (
        SITE,
        "how many proxies of the deployment add to `X-Forwarded-For`; 0 counts tries by the address that connects",
    ),
    "SECUNDA_DEMO": (SITE, "`1` marks every page as a demonstration and opens the gallery of parts"),
    "SECUNDA_VAR": (SITE, "the folder of everything that a deployment writes"),
    "SECUNDA_SECRET_KEY": (KEYS, "signs cookies and encrypts authenticator secrets; changing it undoes both"),
    "SECUNDA_MASTER_KEY": (
        KEYS,
        "64 hexadecimal digits: wraps the key of every case; losing it loses every file",
    ),
    "SECUNDA_MASTER_KEY_ID": (KEYS, "the name of the present master key"),
    "SECUNDA_OLD_MASTER_KEYS": (
        KEYS,
        "earlier master keys, `name=hex,name=hex`, until `secunda keys rotate` is done",
    ),
    "SECUNDA_VAULT_URL": (FILES, "`file:///folder`, or `s3://bucket/prefix` with `AWS_*`"),
    "SECUNDA_SCRATCH": (FILES, "kept for large files that tools need as a path; nothing uses it yet"),
    "SECUNDA_FACTS_SHOWN": (
        FILES,
        "names of facts, with commas, shown though our measured precision is below .9: "
        "for a deployment that measured them on documents of its own",
    ),
    "SECUNDA_MODEL_URL": (
        FILES,
        "an endpoint that speaks OpenAI's chat completions (`https://…/v1`; plain http on this machine only): text of "
        "records is sent there for programmes whose rules say `language_model`; empty sends nothing anywhere",
    ),
    "SECUNDA_MODEL": (FILES, "the name of the model at that endpoint"),
    "SECUNDA_MODEL_KEY": (KEYS, "what that endpoint asks for as a bearer token"),
    "SECUNDA_CLAMD": (
        FILES,
        "where ClamAV's daemon listens: `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`",
    ),
    "SECUNDA_CLAMD_LIMIT": (FILES, "the largest file it takes, in bytes: its `StreamMaxLength`"),
    "SECUNDA_UPLOAD_LIMIT": (FILES, "the largest file, in bytes"),
    "SECUNDA_EMAIL_BACKEND": (
        MAIL,
        "`django.core.mail.backends.smtp.EmailBackend` to send; the default writes files",
    ),
    "SECUNDA_SMTP_HOST": (MAIL, "the mail server"),
    "SECUNDA_SMTP_PORT": (MAIL, "its port"),
    "SECUNDA_SMTP_USER": (MAIL, "its user"),
    "SECUNDA_SMTP_PASSWORD": (MAIL, "its password"),
    "SECUNDA_SMTP_TLS": (MAIL, "`1`: STARTTLS"),
    "SECUNDA_MAIL_FROM": (MAIL, "the sender of letters that belong to no programme"),
    "SECUNDA_TIMESTAMP_URL": (OTHER, "a timestamp server (RFC 3161) for signatures in reports"),
    "SECUNDA_TEST_FRESH": (OTHER, "`1`: tests migrate from nothing (`script/test` sets it)"),
    "SECUNDA_OWN_UV": (OTHER, "anything: `script/setup` takes its own uv even when the machine has one"),
}
