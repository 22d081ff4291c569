"""The questions of the conflict declaration, as an expert reads them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "COI-1": _(
        "Would you, or the place you work at, carry out the treatment that is proposed or planned here?"
    ),
    "COI-2": _("Do you work where the first opinion comes from, or where the treatment is planned?"),
    "COI-3": _("Have you treated this person in the last 24 months, or are they family or a friend?"),
    "COI-4": _("Do you own, earn from, or refer for money to any provider that could treat this person?"),
    "COI-5": _("Does what you are paid for this depend on what you advise?"),
    "COI-6": _("Have you had payments in the last year from the maker of a product that may be recommended?"),
    "COI-7": _("Do you expect to treat this person yourself within the next 12 months?"),
}
