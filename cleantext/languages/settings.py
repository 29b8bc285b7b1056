"""What `pack.toml` says of a language: its small words, its patterns, and what its pack lacks.

Longer lists have a file of their own. Patterns are in the syntax of the `regex` package.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import regex

from cleantext.errors import PackError
from cleantext.languages.text_file import read_toml
from cleantext.text.dates import DateWords


class SentenceSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """Where sentences end, beside `abbreviations.txt` and `openers.txt`.

    Attributes:
        letters: Words of one letter, in lowercase, beside those that an apostrophe elides:
            in "il est parti.a-t-il" a sentence begins with one.
        speech: A pattern of what goes on with a sentence behind the quotation that it holds:
            « Viens ! » lance-t-il.
    """

    letters: frozenset[str] = frozenset()
    speech: str = ""


class TokenSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """What the tokens of a text for concordancers are, beside `elisions.txt`.

    Attributes:
        linking: The letter between a verb and a pronoun so that two vowels do not meet: a-t-il.
        enclitics: Lowercase pronouns that a hyphen glues behind a verb: dit-il.
        whole: Lowercase words with a hyphen or a straight apostrophe that stay whole: aujourd'hui.
    """

    linking: str = ""
    enclitics: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()


class SpacingSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """Which letters tell a lost apostrophe from a lost letter, beside `elisions.txt`.

    Attributes:
        elided_before: Letters that a word behind an elided one begins with, in lowercase and
            without their accents: l’usine.
        beyond_ascii: Lowercase letters of the language that ASCII lacks.
        elision: Why an apostrophe stands between the two words, with the authority.
    """

    elided_before: str = ""
    beyond_ascii: str = ""
    elision: str = "Between an elided word and a vowel stands an apostrophe."


class DatelineSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """How the place, day and agency are written that an article opens with.

    Attributes:
        between_agencies: Lowercase words between two agencies in brackets: (AFP et Reuters).
    """

    between_agencies: tuple[str, ...] = ()


class AccentSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """How accents are written, beside `accents.txt`.

    Attributes:
        capitals: Why capitals take their accents, with the authority.
    """

    capitals: str = "Capitals take their accents; this line in capitals has none."


class TruncationSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """How text looks that is cut off, beside `truncation.txt`.

    Attributes:
        read_more: A pattern of what stands at the end of a teaser, in any case: lire la suite.
        beginnings: A pattern of what no text begins with, in lowercase: "et sont venus".
        open_endings: What a word ends with that another has to follow: the apostrophe of l’.
        may_end: Words of `truncation.txt` that a short sentence may end in: they voted against.
    """

    read_more: str = ""
    beginnings: str = ""
    open_endings: tuple[str, ...] = ()
    may_end: frozenset[str] = frozenset()


class Morphology(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """How words are made, for the truecaser.

    A model holds for the vowels, endings and related forms that it was trained with.

    Attributes:
        vowels: Letters that are vowels, in lowercase.
        endings: What may be cut off a word to find what it is derived from.
        related: What may stand behind that in its relatives.
        ordinals: What follows a Roman number that counts: XXe.
        first_ordinals: What follows a Roman one: Ier.
    """

    vowels: str = ""
    endings: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    first_ordinals: tuple[str, ...] = ()


class UnitConventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How units are written behind figures.

    Attributes:
        authority: Who says so.
        forms: As they are written: kWh.
        apart: Those that a space has to part from the figure.
    """

    authority: str = ""
    forms: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


class ModelConventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How models are written behind the number of a product.

    Attributes:
        authority: Who says so.
        forms: As they are written: Pro.
        small: Letters behind a figure that stay small: Pixel 9a.
    """

    authority: str = ""
    forms: tuple[str, ...] = ()
    small: tuple[str, ...] = ()


class LetterConventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a single letter is a name.

    Attributes:
        authority: Who says so.
        behind: The words that it stands behind, in lowercase.
        words: Letters that are words, too: they are names only before a sign.
        ratios: Letters that stay small before a stroke and a figure: f/1.8.
    """

    authority: str = ""
    behind: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()


class PeopleConventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a nationality is a noun.

    Attributes:
        authority: Who says so.
        articles: What it stands behind before a name, in lowercase, without an apostrophe.
        indefinite: What it may stand behind, too, before an age.
        aged: What stands between it and an age.
    """

    authority: str = ""
    articles: tuple[str, ...] = ()
    indefinite: tuple[str, ...] = ()
    aged: tuple[str, ...] = ()


class TitleConventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How titles of works in quotation marks are written that begin with an article.

    Attributes:
        authority: Who says so.
        behind: The kinds of works that a title stands right behind, in lowercase.
        articles: What such a title begins with, without an apostrophe; it has a capital.
        adjectives: What may stand between the article and its noun, in lowercase.
        noun_in: The house styles in which the noun has a capital, too, and such an adjective.
    """

    authority: str = ""
    behind: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    noun_in: tuple[str, ...] = ()


class ForeignConventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a sentence of another language may stand.

    Attributes:
        marks: Words that are frequent there, and none of this language, in lowercase.
    """

    marks: tuple[str, ...] = ()


class StyledForms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A class of words that house styles write in two ways.

    Attributes:
        authority: Who says so.
        forms: Words and phrases as they are written.
        behind: Where there are any, each form stands behind each of these.
    """

    authority: str
    forms: tuple[str, ...]
    behind: tuple[str, ...] = ()

    @property
    def spellings(self) -> list[str]:
        """All the phrases.

        >>> StyledForms(authority="", forms=("Justice",), behind=("la", "notre")).spellings
        ['la Justice', 'notre Justice']
        """
        if not self.behind:
            return list(self.forms)
        return [f"{head} {form}" for head in self.behind for form in self.forms]


class CasingConventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The tables of `casing.toml`: where a convention decides the case of a word.

    Attributes:
        units: How units are written.
        models: How models of products are written.
        letters: Where a letter is a name.
        people: Where a nationality is a noun.
        titles: How titles of works are written.
        foreign: Where a sentence of another language may stand.
        styles: House styles by name, each by classes of words.
    """

    units: UnitConventions = UnitConventions()
    models: ModelConventions = ModelConventions()
    letters: LetterConventions = LetterConventions()
    people: PeopleConventions = PeopleConventions()
    titles: TitleConventions = TitleConventions()
    foreign: ForeignConventions = ForeignConventions()
    styles: dict[str, dict[str, StyledForms]] = {}


class PersonalDataSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """What stands in the place of personal data, beside `personal_data.toml`.

    Attributes:
        marks: What each kind is called in a mark; a kind that has no word keeps its name.
    """

    marks: dict[str, str] = {}


class QualitySettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """Which words tell something of the next one, beside `quality.toml`.

    Attributes:
        full: Lowercase words that lose a letter before a vowel, in full: le, de.
        elided: The same without it: l, d.
        vowels: The letters before which they lose it.
        either: The letters before which some do, and some do not: h.
        plurals: Lowercase words that a plural follows: les.
        plural_endings: The last letters of plurals: s, x.
        passed: Lowercase words that follow all these, whatever they begin and end with: onze.
    """

    full: tuple[str, ...] = ()
    elided: tuple[str, ...] = ()
    vowels: str = ""
    either: str = ""
    plurals: tuple[str, ...] = ()
    plural_endings: str = ""
    passed: tuple[str, ...] = ()


class StyleSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """The house style, beside `profiles.toml`.

    Attributes:
        profile: The one of `profiles.toml` that holds where a configuration names none.
        quotes: Why quotation marks are set as they are, with the authority.
        quote_forms: Why marks of other languages, of TeX and of wikis are set like them.
    """

    profile: str
    quotes: str = "A quotation stands in the marks of the house style, one inside it in others."
    quote_forms: str = "Marks of other languages, of TeX and of wikis are those of the house style."


class PackSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """The tables of `pack.toml`; each may be left out, with what it tells.

    Attributes:
        lacks: The stages that the pack has no data for, and why.
        style: The house style; spacing and typography need one.
        sentences: Where sentences end.
        tokens: What tokens are.
        dates: How dates are written.
        datelines: How articles open.
        spacing: Which letters tell a lost apostrophe.
        accents: How accents are written.
        truncation: How text looks that is cut off.
        truecase: How words are made.
        personal_data: What personal data is called.
        quality: Which words tell something of the next one.
    """

    lacks: dict[str, str] = {}
    style: StyleSettings | None = None
    sentences: SentenceSettings = SentenceSettings()
    tokens: TokenSettings = TokenSettings()
    dates: DateWords = DateWords()
    datelines: DatelineSettings = DatelineSettings()
    spacing: SpacingSettings = SpacingSettings()
    accents: AccentSettings = AccentSettings()
    truncation: TruncationSettings = TruncationSettings()
    truecase: Morphology = Morphology()
    personal_data: PersonalDataSettings = PersonalDataSettings()
    quality: QualitySettings = QualitySettings()


def read_settings(path: Path) -> PackSettings:
    """Read `pack.toml`.

    Raises:
        PackError: It is missing, not TOML, has an unknown key, a value of a wrong type, or a
            pattern that is not valid or matches the empty text.
    """
    try:
        settings = msgspec.convert(read_toml(path, PackError), PackSettings)
    except msgspec.ValidationError as reason:
        raise PackError(f"{path}: {reason}") from reason
    for problem in _pattern_problems(settings):
        raise PackError(f"{path}: {problem}")
    return settings


def read_casing(path: Path) -> CasingConventions:
    """Read `casing.toml`.

    Raises:
        PackError: It is not TOML, has an unknown key, or a value of a wrong type.
    """
    try:
        return msgspec.convert(read_toml(path, PackError), CasingConventions)
    except msgspec.ValidationError as reason:
        raise PackError(f"{path}: {reason}") from reason


def _pattern_problems(settings: PackSettings) -> Iterator[str]:
    """Say which patterns cannot be used."""
    patterns = {
        "sentences.speech": settings.sentences.speech,
        "truncation.read-more": settings.truncation.read_more,
        "truncation.beginnings": settings.truncation.beginnings,
    }
    for key, pattern in patterns.items():
        try:
            if pattern and regex.compile(pattern).match(""):
                yield f"`{key}`: the pattern matches the empty text"
        except regex.error as reason:
            yield f"`{key}`: {pattern!r} is not a valid pattern: {reason}"
