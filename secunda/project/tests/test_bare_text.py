"""The heuristic finds what it should and leaves alone what it should."""

from __future__ import annotations

import pytest

from secunda.project.tests.bare_text import bare_text


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello there</p>", [(1, "Hello there")]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("{% blocktranslate trimmed %}\nHello <b>{{ name }}</b>\n{% endblocktranslate %}", []),
        ('<img alt="A scan"\n src="x.png">', [(1, '"A scan"')]),
        ('<img alt="{% translate "A scan" %}">', []),
        ('<a href="/one/" class="big {% if a > 3 %}wide{% endif %}">{{ case.title }}</a>', []),
        ("<h1>Secunda</h1> &middot; 3 &times; 4", []),
        ("\n\n{# a note #}{% comment %}more\nnotes{% endcomment %}\nWords", [(5, "Words")]),
        ("{% block body_class %}wide{% if dark %} dark{% endif %}{% endblock %}", []),
        ('<li{% if now %} class="a">{{ one }}{% else %} aria-current="step">{{ two }}{% endif %}</li>', []),
        ("<script>let word = 1</script><style>p { color: red }</style>", []),
    ],
)
def test_bare_text(template: str, found: list[tuple[int, str]]) -> None:
    assert list(bare_text(template)) == found
