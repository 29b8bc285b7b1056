"""The stage quality: measures a text, and labels what is no article by its numbers.

The document gets the fact `quality`, a table of numbers (see `measures`), and for each number that
is beyond the threshold of a rule the label `quality` over all its text, with the name of the
measure as its value. The output decides: a job rejects documents with such a label, with the
reason. The stage stands behind those that clean, before `output`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleantext.document import LANGUAGE, QUALITY, UNKNOWN, Document, Fact, Finding, Label
from cleantext.errors import ConfigError
from cleantext.languages.loading import load_once
from cleantext.languages.pack import Language
from cleantext.rules.table import AnyRule, Threshold, in_force, read_tables
from cleantext.stage import Stage
from cleantext.stages.quality.clashes import Clashes
from cleantext.stages.quality.measures import MEASURES, Measurer

NAME = "quality"
TABLE = "quality.toml"
MEASURED = "quality.measures"
REASONS = {MEASURED: "Numbers of the heuristics of Gopher, C4 and FineWeb."}


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        on: Rules that hold although their table has them `off`, by id.
        off: Rules that do not hold.
        tables: Tables of one's own, with rules of the kind `threshold`; a rule of the id of one of
            ours stands in for it.
    """

    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    tables: tuple[Path, ...] = ()


def build(language: Language, options: Options) -> Stage:
    """Build the stage.

    Raises:
        ConfigError: A table of the user's is wrong.
        PackError: The language pack is damaged, or has no table of thresholds.
    """
    rules = read_tables(options.tables, language.tables(TABLE), (Threshold,))
    chosen = in_force(rules, "", options.on, options.off)
    judge = QualityJudge(measurer_of(language), tuple(_checked(chosen)), language.code)
    return Stage(NAME, (judge,), None, REASONS | {rule.id: rule.reason for rule in rules})


@load_once
def measurer_of(language: Language) -> Measurer:
    """Return what measures texts of a language."""
    clashing = Clashes(language.settings.quality)
    return Measurer(language.stop_words, tuple(language.words), language.site_phrases, clashing)


def _checked(rules: Sequence[AnyRule]) -> Iterator[Threshold]:
    """Pass on thresholds whose measure there is."""
    for rule in rules:
        if isinstance(rule, Threshold):
            if rule.measure not in MEASURES:
                known = ", ".join(MEASURES)
                raise ConfigError(
                    f"{rule.id}: nothing measures {rule.measure!r}; there are: {known}"
                )
            yield rule


@dataclass(frozen=True, slots=True)
class QualityJudge:
    """The rule that measures a document and labels it where a number is beyond its threshold.

    Attributes:
        measure: Measures a text.
        thresholds: What to hold the numbers against.
        language: The code of the pack: what is labelled as another language does not count.
    """

    measure: Measurer
    thresholds: tuple[Threshold, ...]
    language: str

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield the numbers, and a label for each threshold that one is beyond."""
        text = document.text
        measured = self.measure(_in_language(document, self.language))
        yield Fact(QUALITY, measured, MEASURED)
        for rule in self.thresholds:
            if not rule.holds(measured[rule.measure], measured["prose"]):
                yield Label(0, len(text), QUALITY, rule.measure, rule.id)


def _in_language(document: Document, language: str) -> str:
    """Return the text without what is labelled as another language, or all if nothing is left."""
    text, behind, left = document.text, 0, list[str]()
    for label in sorted(document.labels):
        if label.name == LANGUAGE and label.value not in {language, UNKNOWN}:
            left.append(text[behind : max(behind, label.start)])
            behind = max(behind, label.end)
    own = "".join([*left, text[behind:]])
    return own if own.strip() else text


def passed(rule: AnyRule, language: Language) -> Callable[[str], str]:
    """Return what leaves nothing of a text that a threshold rejects, as its examples have it.

    Args:
        rule: Applied alone.
        language: The pack that it is for.
    """
    judge = QualityJudge(measurer_of(language), tuple(_checked([rule])), language.code)

    def applied(text: str) -> str:
        return "" if any(isinstance(each, Label) for each in judge(Document(text))) else text

    return applied
