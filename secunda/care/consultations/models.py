"""Messages between the patient's side and the programme. Sealed to a blind expert."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from secunda.care.cases.models import OfACase


class Message(OfACase):
    """One message in a case's thread; written once, never edited."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=12)
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("case", "sent_at"), name="message_case"),)

    def __str__(self) -> str:
        return f"message {self.public_id}"
