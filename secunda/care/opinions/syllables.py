"""Syllables of English words, by rule: groups of vowels, less the silent ones, plus vowels that stand side by side.

Hyphenation dictionaries miss about one syllable in twenty (they never break near the ends of a word), which would make
every text look easier than it is; the rules here were compared with them on the words in the tests.
"""

from __future__ import annotations

import functools
import re

_EXCEPTIONS = {
    word: count
    for count, words in {
        1: ("eye eyes real"),
        2: (
            "acne argue argued being beings business chaos coffee create cruel evening every fluid "
            "giant naive people poem ruin someone therefore wednesday whereas"
        ),
        3: (
            "anyone aorta apnea area areas biopsies dyspnea everyone everything furthermore hernia "
            "idea ideal ideas ileum linear nuclear recipe ureter"
        ),
        4: ("cooperate diabetes"),
    }.items()
    for word in words.split()
}
_GROUP = re.compile(r"[aeiouy]+")

# Each match takes one syllable away: an e that nobody says.
_SILENT = (
    # make, prostate; but ta-ble, mus-cle, cen-tre
    re.compile(r"(?<=[^aeiouy])e$(?<![^aeiouyl]le)(?<![bct]re)"),
    # asked; but want-ed, han-dled, hun-dred
    re.compile(r"(?<=[^aeiouytd])ed$(?<![^aeiouylr]led)(?<![dt]red)"),
    # lives; but us-es, chan-ges, mus-cles
    re.compile(r"(?<=[^aeiouyscxzg])es$(?<!ches)(?<!shes)(?<![^aeiouyl]les)"),
    # safe-ly, state-ment, use-ful-ness
    re.compile(r"(?<=[^aeiouy])e(?:ly|ments?|ful|fully|fulness|less|ness)$(?<![^aeiouyl]lely)"),
    # some-times, guide-line
    re.compile(r"^(?:some|home|there|where|side|life|care|fore|more|gide)(?=[^aeioudfnrs])(?!l[ye])"),
)
# Each match adds one: two vowels that are said apart.
_APART = (
    # ra-di-ation, tri-al; but spe-cial, par-tial; as-so-ci-a-tion
    re.compile(r"(?<![ctgs])ia|[ct]iat|siast"),
    # se-ri-ous; ra-ti-o, pe-ri-od, bi-op-sy, an-te-ri-or
    re.compile(r"(?<![ctxgs])ious|io(?:$|s$|[dlptr](?!$)|d$|r$|[mn][aeoi]|a)"),
    # vi-de-o, the-o-ry, ge-og-ra-phy; but sur-geon, gor-geous
    re.compile(r"(?<!g)eo(?!ple|pard|u)|geo(?![nru])"),
    # qui-et, me-di-um, mu-se-um, nu-cle-us, con-tin-u-ous, er-ro-ne-ous
    re.compile(r"iet|iu[ms]|eum$|eus$|uou|eous(?<!geous)(?<!teous)"),
    # u-su-al, e-val-u-ate, flu-ent
    re.compile(r"(?<!g)ua[lrt]|ue[nt]|ui[nt](?=[ey])"),
    # play-er, stay-ing, try-ing, do-ing, see-ing
    re.compile(r"[aeou]y(?=[aeiou])|(?<=[^aeiouy])ying$|[aeou]ings?$"),
    # ear-li-er, hap-pi-est, nu-tri-ent
    re.compile(r"(?<=..[^aeiouy])ie(?:r|st)$|(?<=[^aeiouytcg])ien[ct]"),
    # re-act, cre-ate, the-atre, co-op-erate, co-in-cide, co-ex-ist, sci-ence, re-al-ise, nau-se-a
    re.compile(
        r"^re(?=a(?:ct|ss|pp|rr|dm)|e[nx]|i[nm])|^creat|^theatr|^coo[pr]|^coinc|^coe[dx]|^scien|^real(?=[iy])"
        r"|[aeiou]sea$|oea$|^pre(?=e[xm])|^bi(?=e|ann)"
    ),
    # met-a-bol-ism, rhy-thm
    re.compile(r"(?:ism|thm)s?$"),
)


@functools.lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables an English word has; at least 1. Numbers and signs count as one; compounds by their parts."""
    letters = word.lower()
    if not letters.isalpha():
        return max(
            1,
            sum(
                syllables(part)
                for part in re.findall(r"[^\W\d_]+", letters.replace("’", "").replace("'", ""))
            ),
        )
    if letters in _EXCEPTIONS:
        return _EXCEPTIONS[letters]
    spoken = _consonants_that_look_like_vowels(letters)
    groups = len(_GROUP.findall(spoken))
    silent = sum(1 for rule in _SILENT if rule.search(spoken))
    apart = sum(len(rule.findall(spoken)) for rule in _APART)
    return max(1, groups - silent + apart)


def _consonants_that_look_like_vowels(letters: str) -> str:
    """Without the u of "qu" and "gu", and the y of "year"."""
    return re.sub(r"^y(?=[aeiou])", "j", re.sub(r"gu(?=[aei])", "g", letters.replace("qu", "q")))
