"""Configuration: TOML or a dictionary in, a checked `Config` out.

The keys are `language`, `stages`, `keep`, `style`, `duplicates`, and a table for each stage that
has options; `default.toml` shows them. `language = "fr"` is short for a table `[language]` with
the key `code`, beside which the options of the stage `language` stand, and `folder` if the
language pack is one's own. The house style of `spacing` and `typography` stands in `[style]`; it
may stand in the tables of these stages too, where it must say the same. Paths in a file are
relative to its folder.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, TypeGuard

import msgspec

from cleantext.document import LABELS, QUALITY
from cleantext.errors import ConfigError, PackError
from cleantext.languages.pack import Language, load
from cleantext.languages.text_file import check_file, read_toml
from cleantext.rules.patterns import compile_pattern
from cleantext.rules.style import STYLE, Style, share_style
from cleantext.rules.table import read_table
from cleantext.stages import STAGES, own_identity, own_names

DEFAULT = Path(__file__).parent / "default.toml"
_TOP = {"stages": tuple[str, ...], "keep": tuple[str, ...]}
_TABLES = (*STAGES, STYLE)
DUPLICATES = "duplicates"
"""The table that says which documents a run keeps out since they have stood before."""

_Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


@dataclasses.dataclass(frozen=True, slots=True)
class Duplicates:
    """Which documents a run keeps out since they have stood before; see `passes.duplicates`.

    Attributes:
        exact: Those with the same letters and digits, which also all others below imply.
        similarity: From which share of shingles in common (Jaccard) on; 0: none.
        contained: From which share of shingles that one earlier document has on; 0: none.
        paragraphs: From which share of text on that stands in earlier documents, by whole
            paragraphs; 0: none.
    """

    exact: bool = False
    similarity: _Share = 0.0
    contained: _Share = 0.0
    paragraphs: _Share = 0.0

    @property
    def on(self) -> bool:
        """Whether any are looked for."""
        return self != Duplicates()

    @property
    def by_signature(self) -> bool:
        """Whether it takes signatures to find them."""
        return bool(self.similarity or self.contained)


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """What a pipeline is made of.

    Attributes:
        language: The code of the language pack.
        stages: Names of stages, in order.
        keep: Patterns of text that no stage may touch.
        options: The options of each stage, by its name.
        folder: Where the language pack lies, if it is one's own.
        duplicates: Which documents a run keeps out since they have stood before.
    """

    language: str
    stages: tuple[str, ...]
    keep: tuple[str, ...]
    options: Mapping[str, Any]
    folder: Path | None = None
    duplicates: Duplicates = Duplicates()

    def __hash__(self) -> int:
        return hash((self.language, self.stages, self.keep, self.folder, *self.options.values()))

    @property
    def pack(self) -> Language:
        """The language pack.

        Raises:
            PackError: There is none, or it is wrong.
        """
        return load(self.language, self.folder)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What tells the keys apart that stages use and no setting holds."""
        return tuple(getattr(self.options[name], "secret", "") for name in self.stages)

    @property
    def digest(self) -> str:
        """A SHA-256 over all settings and the contents of all files that they name."""
        settings: dict[str, object] = {
            "language": self.language,
            "stages": self.stages,
            "keep": self.keep,
            "options": {name: dataclasses.asdict(self.options[name]) for name in self.stages},
            "secrets": self.secrets,
        }
        if self.folder:
            files = sorted(path for path in self.folder.iterdir() if path.is_file())
            settings["pack"] = {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files
            }
        own = {name: own_identity(name) for name in self.stages if name not in STAGES}
        if own:
            settings["own stages"] = own
        if self.duplicates.on:
            settings["duplicates"] = dataclasses.asdict(self.duplicates)
        canonical = msgspec.json.encode(settings, enc_hook=_file_digest, order="sorted")
        return hashlib.sha256(canonical).hexdigest()


def read(source: Path | str | Mapping[str, Any]) -> Config:
    """Read a configuration from a TOML file, or check one that is a dictionary.

    Raises:
        ConfigError: The file cannot be read, or a key or a value is wrong; the message
            names it and, for an unknown key, the nearest known one.
        PackError: There is no such language pack, it is wrong, or it lacks a stage that is named.

    >>> read({"truecas": {}})
    Traceback (most recent call last):
    ...
    cleantext.errors.ConfigError: unknown key 'truecas'; did you mean 'truecase'?
    """
    if isinstance(source, Mapping):
        return parse(source, Path())
    path = Path(source)
    data = read_toml(path)
    try:
        return parse(data, path.parent)
    except ConfigError as reason:
        raise ConfigError(f"{path}: {reason}") from reason


def parse(data: Mapping[str, Any], folder: Path) -> Config:
    """Check a configuration; what it leaves out is as in `default.toml`.

    Args:
        data: Keys and tables as in a configuration file.
        folder: Where relative paths in `data` begin.

    Raises:
        ConfigError: As in `read`.
        PackError: The same.
    """
    own = _own_stages(data)
    _known(data, [*_TOP, *_TABLES, DUPLICATES, *own], "key")
    default = read_toml(DEFAULT)
    top = {key: _convert(data.get(key, default[key]), kind, key) for key, kind in _TOP.items()}
    _check_stages(top["stages"], own)
    _check_patterns(top["keep"])
    language, home, options = "", None, {}
    named = [name for name in own if name in data or name in top["stages"]]
    for name in (*_TABLES, *named):
        kind = Style if name == STYLE else STAGES[name].options
        table = data.get(name, {})
        if name == "language" and isinstance(table, str):
            table = {"code": table}
        if not isinstance(table, Mapping):
            raise ConfigError(f"`{name}` must be a table of options")
        table = {**default.get(name, {}), **table}
        if name == "language":
            language = _convert(table.pop("code"), str, "language.code")
            if "folder" in table:
                home = _convert(table.pop("folder"), Path, "language.folder", folder)
        known = [field.name for field in dataclasses.fields(kind)]
        _known(table, known, f"option of `{name}`")
        options[name] = _convert(table, kind, name, folder)
    pack = load(language, home)
    top["stages"] = _offered(pack, top["stages"], named="stages" in data)
    _check_selection(options, top["stages"])
    options |= share_style(pack, options, data)
    del options[STYLE]
    duplicates = _duplicates(data.get(DUPLICATES, {}))
    return Config(pack.code, options=options, folder=home, duplicates=duplicates, **top)


def _duplicates(table: object) -> Duplicates:
    if not isinstance(table, Mapping):
        raise ConfigError(f"`{DUPLICATES}` must be a table of options")
    known = [field.name for field in dataclasses.fields(Duplicates)]
    _known(table, known, f"option of `{DUPLICATES}`")
    found: Duplicates = _convert(table, Duplicates, DUPLICATES)
    return found


def _offered(pack: Language, names: tuple[str, ...], *, named: bool) -> tuple[str, ...]:
    """Return the stages without those that a pack lacks; a user may name none of these."""
    lacks = pack.settings.lacks
    for name in sorted(lacks.keys() - STAGES.keys()):
        raise PackError(f"{pack.folder}: lacks {name!r}, which is no stage")
    for name in names:
        if named and name in lacks:
            raise PackError(f"the language pack {pack.code!r} has no {name}: {lacks[name]}")
    return tuple(name for name in names if name not in lacks)


def _own_stages(data: Mapping[str, Any]) -> list[str]:
    """Return the stages of other distributions.

    They are looked for only where a configuration has a name that is not built in.
    """
    listed = data.get("stages")
    named = [name for name in listed if isinstance(name, str)] if _is_list(listed) else []
    given = {*named, *data} - {*STAGES, *_TABLES, *_TOP, DUPLICATES}
    return own_names() if given else []


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


def _check_stages(names: tuple[str, ...], own: Sequence[str]) -> None:
    _known(names, [*STAGES, *own], "stage")
    if not names:
        raise ConfigError("`stages` is empty; name at least one")
    if len(set(names)) < len(names):
        raise ConfigError("`stages` names a stage twice")


def _check_patterns(patterns: tuple[str, ...]) -> None:
    for pattern in patterns:
        try:
            compile_pattern(pattern)
        except ValueError as reason:
            raise ConfigError(f"`keep`: {pattern!r} is not a valid pattern: {reason}") from reason


def _check_selection(options: Mapping[str, Any], stages: tuple[str, ...]) -> None:
    """See that what `[output]` selects by can be known."""
    output = options["output"]
    for part in (*output.where, *filter(None, [output.split])):
        if problem := part.problem():
            raise ConfigError(f"`output`: {problem}")
    if output.split and "output" not in stages:
        raise ConfigError("`output`: `split` needs the stage 'output' in `stages`")
    for condition in output.where:
        kind, _, name = condition.of.partition(".")
        if kind == QUALITY:
            if QUALITY not in stages:
                raise ConfigError(
                    f"`output`: {condition.of!r} needs the stage 'quality' in `stages`"
                )
            from cleantext.stages.quality.measures import MEASURES  # noqa: PLC0415 - seldom needed

            _known([name], MEASURES, "number of `quality`")
        own = any(getattr(each, "tables", ()) for each in options.values())
        own = own or any(stage not in STAGES for stage in stages)
        if kind == "labels" and not own:  # a table or stage of one's own may give others
            _known([name], LABELS, "label")


def _convert(value: object, kind: Any, name: str, folder: Path = Path()) -> Any:  # noqa: ANN401 - the type is a parameter
    def path(wanted: type, given: object) -> object:
        if wanted is Path and isinstance(given, str | Path):
            return folder / given
        raise TypeError(f"Expected `{wanted.__name__}`, got `{type(given).__name__}`")

    try:
        return msgspec.convert(value, kind, dec_hook=path)
    except msgspec.ValidationError as reason:
        raise ConfigError(f"`{name}`: {reason}") from reason


def _known(names: Iterable[str], known: Iterable[str], what: str) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}"
            raise ConfigError(f"unknown {what} {name!r}; {hint}")


def _file_digest(path: object) -> str:
    if not isinstance(path, Path):
        raise NotImplementedError(f"no canonical form of {type(path).__name__}")
    try:
        if path.suffix == ".toml":  # a table may name lists, and holds them once it is read
            return hashlib.sha256(msgspec.json.encode(read_table(path))).hexdigest()
        check_file(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as reason:
        raise ConfigError(f"{path}: cannot be read: {reason.strerror}") from reason
