"""Language detectors behind one small protocol: from a text to a code and a probability.

langdetect is a dependency; the others are extras. What a detector needs is imported and loaded
when a text leaves doubt for the first time: most texts in the language of the pack never do.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple, Protocol

from cleantext.document import UNKNOWN
from cleantext.errors import ConfigError
from cleantext.languages.loading import load_once

Name = Literal["langdetect", "langdetect-rs", "heliport", "py3langid", "lingua"]


class Detected(NamedTuple):
    """A language, as ISO 639-1 where it has such a code, and how likely it is."""

    code: str
    score: float


class Detector(Protocol):
    """Tells the language of a text: always the same answer, and never an error."""

    def __call__(self, text: str, /) -> Detected:
        """Return the likeliest language, `und` where nothing can be told."""


_PACKAGES: dict[Name, str] = {
    "langdetect": "langdetect",
    "langdetect-rs": "langdetect_rs",
    "heliport": "heliport",
    "py3langid": "py3langid",
    "lingua": "lingua",
}
"""What has to be installed for each, by its import name."""


def require(name: Name) -> None:
    """See that a detector is installed, without importing it.

    Raises:
        ConfigError: It is not; the message says what to install.
    """
    if find_spec(_PACKAGES[name]) is None:
        raise _not_installed(name)


def _not_installed(name: Name) -> ConfigError:
    return ConfigError(
        f"the detector {name!r} is not installed: pip install 'cleantext-corpus[{name}]'"
    )


@load_once
def load(name: Name) -> Detector:
    """Return a detector; it is loaded once in a process.

    Raises:
        ConfigError: It is not installed; the message says what to install.

    >>> load("langdetect")("il est venu à la mairie pour une réunion").code
    'fr'
    """
    try:
        return _LOADERS[name]()
    except ImportError as reason:
        raise _not_installed(name) from reason


def _fastest_langdetect() -> Detector:
    """Return langdetect, through its twin in Rust where that is installed: the same answers."""
    try:
        return _langdetect("langdetect_rs")
    except ImportError:
        return _langdetect()


def _langdetect(package: str = "langdetect") -> Detector:
    factories: Any = import_module(f"{package}.detector_factory")
    error: Any = import_module(f"{package}.lang_detect_exception")
    # A factory of our own: without a seed its answers vary, and that of the package is
    # shared with others in this process.
    factory = factories.DetectorFactory()
    factory.load_profile(factories.PROFILES_DIRECTORY)
    factory.seed = 0

    def detect(text: str) -> Detected:
        detector = factory.create()
        detector.append(text)
        try:
            best = detector.get_probabilities()[:1]
        except error.LangDetectException:  # it has no letters
            best = []
        return Detected(best[0].lang, best[0].prob) if best else Detected(UNKNOWN, 0.0)

    return detect


def _heliport() -> Detector:
    identifier: Any = import_module("heliport").Identifier()

    def detect(text: str) -> Detected:
        # Its own threshold for each language decides between sure and `und`.
        code: str = identifier.identify(text)
        if code in {UNKNOWN, "zxx"}:
            return Detected(UNKNOWN, 0.0)
        return Detected(_SHORT.get(code, code), 1.0)

    return detect


def _py3langid() -> Detector:
    langid: Any = import_module("py3langid.langid")
    identifier = langid._load_identifier(norm_probs=True)  # noqa: SLF001 - the way to probabilities

    def detect(text: str) -> Detected:
        code, score = identifier.classify(text)
        return Detected(code, float(score)) if any(map(str.isalpha, text)) else Detected(UNKNOWN, 0)

    return detect


def _lingua() -> Detector:
    builder: Any = import_module("lingua").LanguageDetectorBuilder
    detector = builder.from_all_languages().build()

    def detect(text: str) -> Detected:
        best = detector.compute_language_confidence_values(text)[0]
        if not best.value:
            return Detected(UNKNOWN, 0.0)
        return Detected(best.language.iso_code_639_1.name.lower(), best.value)

    return detect


_LOADERS: dict[Name, Callable[[], Detector]] = {
    "langdetect": _fastest_langdetect,
    "langdetect-rs": lambda: _langdetect("langdetect_rs"),
    "heliport": _heliport,
    "py3langid": _py3langid,
    "lingua": _lingua,
}

# ISO 639-3 to 639-1 for the languages of Europe and the commonest others.
_SHORT = dict(
    pair.split(":")
    for pair in (
        "afr:af sqi:sq als:sq ara:ar arb:ar hye:hy eus:eu bel:be ben:bn bos:bs bre:br bul:bg"
        " cat:ca zho:zh cmn:zh cos:co hrv:hr ces:cs dan:da nld:nl eng:en epo:eo est:et ekk:et"
        " fas:fa pes:fa fin:fi fra:fr glg:gl kat:ka deu:de ell:el heb:he hin:hi hun:hu isl:is"
        " ind:id gle:ga ita:it jpn:ja kor:ko kur:ku kmr:ku lat:la lav:lv lvs:lv lit:lt ltz:lb"
        " mkd:mk msa:ms zsm:ms mlt:mt mlg:mg plt:mg nor:no nob:nb nno:nn oci:oc pol:pl por:pt"
        " ron:ro rus:ru srp:sr slk:sk slv:sl spa:es swa:sw swh:sw swe:sv tha:th tur:tr ukr:uk"
        " urd:ur vie:vi wln:wa cym:cy wol:wo yid:yi ydd:yi"
    ).split()
)
