"""Names of people, taken apart for comparing: words without accents, particles and titles, and their script."""

import re
import unicodedata
from dataclasses import dataclass

_MARKS_DO_NOT_COUNT = {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"})
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
    | {"ة": "ه", "ى": "ي", "ـ": ""}
)
_APOSTROPHES = re.compile("['’‘ʼ`´ʿʾ]")
_DOUBLED = re.compile(r"(.)\1+")
_PARTICLES = {
    *("al", "el", "de", "del", "della", "di", "da", "do", "dos", "das", "la", "las", "le", "les", "los"),
    *("van", "von", "der", "den", "ter", "ten", "zu", "zur", "y", "e", "i", "bin", "ibn", "bint"),
}
_TITLES = {
    *("dr", "prof", "med", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "sr", "sra", "srta"),
    *("mme", "mlle", "jr", "sen", "sig", "signora"),
}
_PLACEHOLDERS = {
    *("anon", "anonymous", "anonymized", "anonymised", "anonymus", "deidentified", "unknown", "unbekannt"),
    *(
        "noname",
        "none",
        "null",
        "test",
        "patient",
        "removed",
        "redacted",
        "unnamed",
        "name",
        "no",
        "not",
        "available",
    ),
}
# Spellings of one name that differ by more than accents and doubled letters (letters already single).
_SPELLINGS: tuple[tuple[str, ...], ...] = (
    ("mohamed", "mohamad", "muhamad", "muhamed", "mohamet", "mehmed", "mohd"),
    ("ahmed", "ahmad", "ahmet"),
    ("yusuf", "yousef", "yousuf", "yusef", "yosef", "youcef"),
    ("fatima", "fatimah", "fatma", "fatimeh"),
    ("aisha", "aicha", "aysha", "aishah", "ayesha"),
    ("abdul", "abdel", "abdal"),
    ("husein", "husain", "hosein", "hosain", "huseyin"),
    ("hasan", "hasen"),
    ("ibrahim", "ebrahim", "brahim"),
    ("khadija", "khadijah", "hadija", "khadidja"),
    ("olga", "olha"),
    ("aleksandr", "alexander", "oleksandr", "alexandr"),
    ("aleksandra", "alexandra", "oleksandra"),
    ("sergey", "sergei", "sergiy", "serhiy"),
    ("yulia", "julia", "yuliya", "iulia"),
    ("katarina", "katharina", "catarina", "katerina", "ekaterina"),
)
_SPELT_AS = {spelling: group[0] for group in _SPELLINGS for spelling in group}


@dataclass(frozen=True, slots=True)
class Name:
    """One writing of a name. `given` is the word that stands first among the given names (else first of all).

    `is_structured` says that the writing itself tells family from given names. `joined` holds the words run
    together, in either order of the two parts, for scripts and writers that set no spaces.
    """

    words: tuple[str, ...]
    given: str
    family: tuple[str, ...]
    script: str | None
    is_structured: bool

    @property
    def joined(self) -> frozenset[str]:
        """The words run together as written, and with the family name last."""
        rest = tuple(word for word in self.words if word not in self.family)
        return frozenset(("".join(self.words), "".join(rest + self.family)))

    def without(self, other: "Name") -> list[str]:
        """The words that `other` does not have, each of its words used once."""
        free = [(word, spellings(word)) for word in other.words]
        left = []
        for word in self.words:
            partner = next((pair for pair in free if pair[1] & spellings(word)), None)
            if partner is None:
                left.append(word)
            else:
                free.remove(partner)
        is_run_together = left and spellings("".join(left)) & spellings("".join(word for word, _ in free))
        return [] if is_run_together else left


def parse(text: str) -> Name | None:
    """A name written "Given Family", "Family, Given" or "Family^Given^Middle^Prefix" (DICOM); None for nobody's."""
    normal = unicodedata.normalize("NFKC", text)
    parts = normal.split("^")[:3] if "^" in normal else normal.split(",", 1)
    family, given = words(parts[0]), words(" ".join(parts[1:]))
    every = tuple(family + given)
    if not every:
        return None
    is_structured = bool(family and given)
    return Name(
        words=every,
        given=given[0] if given else every[0],
        family=tuple(family) if is_structured else (),
        script=_script("".join(every)),
        is_structured=is_structured,
    )


def words(text: str) -> list[str]:
    """The words of a name that count, small letters without accents; none for a placeholder or a number."""
    found = [word for word in re.split(r"[^\w]+|_", _APOSTROPHES.sub("", text.casefold())) if word]
    named = [word for word in found if not any(character.isdigit() for character in word)]
    named = [word for word in named if word not in _TITLES and word not in _PLACEHOLDERS]
    return [word for word in named if _bare(word) not in _PARTICLES] or named


def spellings(word: str) -> frozenset[str]:
    """The forms under which a word is compared: bare letters, umlauts written out, doubled letters single."""
    forms = (_bare(word), _bare(word.translate(_UMLAUTS)))
    single = (_DOUBLED.sub(r"\1", form) for form in forms)
    return frozenset(_SPELT_AS.get(form, form) for form in single)


def _bare(word: str) -> str:
    if _script(word) not in _MARKS_DO_NOT_COUNT:
        return word
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return bare.removeprefix("ال") if len(bare) > 4 else bare


def _script(word: str) -> str | None:
    """The script of a word's letters ("LATIN", "ARABIC", …), None when it mixes several."""
    scripts = {unicodedata.name(character, "?").split()[0] for character in word if character.isalpha()}
    return scripts.pop() if len(scripts) == 1 else None
