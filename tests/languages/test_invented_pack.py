"""A language that nobody speaks runs through every stage, by its pack alone."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleantext import ConfigError, Document, PackError, Pipeline
from cleantext.cli import main
from cleantext.config import read
from cleantext.corpus.streams import Read
from cleantext.languages.pack import Language, load
from cleantext.run.dump import run
from cleantext.run.job import Job
from cleantext.run.stream import clean_stream
from cleantext.show.check import check
from cleantext.stages.truecase.spelling import MixedCase
from cleantext.stages.truncation.line_ends import BITS, SCALE, LineEnds

FILES: Mapping[str, str] = {
    "pack.toml": r"""
[lacks]
truecase = "nobody has trained a truecaser yet"

[style]
profile = "qoxal"
quotes = "Marks stand as the academy of Qoxal sets them."

[sentences]
letters = ["o"]
speech = '''\p{L}{2,12}-(?:lu|mi)\b'''

[dates]
before = ["na"]
ordinals = ["zt"]
joining = ["os"]
at = ["im"]
hours = ["qu"]
minutes = ["mu"]
zones = ["qu os"]

[spacing]
elided-before = "o"
beyond-ascii = "šň"

[accents]
capitals = "Capitals take the háček, too (academy of Qoxal)."

[truncation]
read-more = '''zalu temu'''
beginnings = '''oke (?:zal|vel)\b'''
open-endings = ["^"]
may-end = ["sul"]

[truecase]
ordinals = ["zt"]
vowels = "aeiou"
endings = ["a"]
related = ["an"]
""",
    "abbreviations.txt": "# Titles\ndok\ntak.\n",
    "openers.txt": "zu\nka\n",
    "words.txt": "zu\nka\nos\nsul\nvelima\ntoran\nqesta\nmirul\nzalo\nhadem\noke\nzal\n",
    "names.txt": "qoxal\n",
    "elisions.txt": "l\n",
    "compounds.txt": "ka-zalo\n",
    "accents.txt": "toraň\n",
    "truncation.txt": "zu\nos\nsul\n",
    "months.txt": "\n".join(f"monu{letter}a {letter}u" for letter in "bcdfghjklmnp"),
    "weekdays.txt": "\n".join(f"di{letter}o" for letter in "bcdfghj"),
    "profiles.toml": """
[qoxal]
open = "“"
close = "”"
inner-open = "«"
inner-close = "»"
ellipsis = "…"
high = "\u2009"

[plain]
open = "“"
close = "”"
inner-open = "«"
inner-close = "»"
ellipsis = "..."
high = ""
""",
    "boilerplate.toml": r"""
[[rule]]
kind = "line"
id = "boilerplate.share"
reason = "Qoxalians do not share their articles."
lines = ["Šarez zu!"]
changes = [["» šarez zu!", ""]]
leaves = ["Šarez zu velima."]

[[rule]]
kind = "line"
id = "boilerplate.byline"
reason = "Who wrote belongs in the metadata."
pattern = '(?:os) (?<author>\p{L}+ \p{L}+), (?<date>.{6,40})'
trigger = ["os"]
changes = [["Os Tira Bonu, 3zt os cu os 2021", ""]]
leaves = ["Os Tira Bonu, hadem"]
""",
    "spacing.toml": r"""
[[rule]]
id = "spacing.comma"
kind = "substitution"
reason = "No space stands before a comma (academy of Qoxal)."
trigger = [" ,"]
pattern = ' +(?=,)'
replace = ""
changes = [["zu ,ka", "zu,ka"]]
leaves = ["zu, ka"]
""",
    "typography.toml": r"""
[[rule]]
id = "typography.high"
kind = "substitution"
reason = "A thin space stands before an exclamation mark (academy of Qoxal)."
trigger = ["!"]
pattern = '(?<=\w)\s*(?=!)'
replace = "{high}"
profiles = ["qoxal"]
changes = [["velima!", "velima\u2009!"]]
leaves = ["! velima"]

[[rule]]
id = "typography.hacek"
kind = "words"
reason = "The háček of this word is often left out."
words = { "toran" = "toraň" }
changes = [["toran", "toraň"], ["Toran", "Toraň"]]
leaves = ["torani"]
""",
}
SENTENCE = "Zu velima zalo qesta os mirul, ka hadem toran zal os zu velima zalo."


def write_pack(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write the pack, with a model that takes every line without a final mark for cut off."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    if "words.txt" in files:
        pack = Language("qx", folder)
        nothing = bytes(1 << BITS)
        bias = (4 * SCALE, 4 * SCALE)
        model = LineEnds((nothing, nothing), bias, frozenset(), pack.words, pack.names)
        model.write(folder / "truncation.model")
    return folder


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pack(tmp_path_factory.mktemp("packs") / "qoxal")


def settings(pack: Path, **others: object) -> dict[str, object]:
    return {"language": {"code": "qx", "folder": str(pack)}, **others}


@pytest.mark.parametrize(
    ("stage", "before", "after"),
    [
        ("encoding", "Å¡arez &amp; zu\r\n", "šarez & zu\n"),
        ("boilerplate", f"Sarez zu!\n{SENTENCE}", SENTENCE),
        ("boilerplate", f"na dibo 3zt os cu os 2021 im 7 qu 05 mu\n{SENTENCE}", SENTENCE),
        ("boilerplate", f"Os Tira Bonu, 3zt os monuca os 2021\n{SENTENCE}", SENTENCE),
        ("boilerplate", f"Qoxal\nEnglishDeutschEspañolPolski\n{SENTENCE}", f"Qoxal\n{SENTENCE}"),
        ("spacing", "zu , ka", "zu, ka"),
        ("spacing", "zu l?oke ka", "zu l'oke ka"),
        ("accents", "KA TORAN ZAL OS", "KA TORAŇ ZAL OS"),
        ("typography", 'zu "velima"!', "zu “velima”!"),
        ("typography", 'zu “velima "zalo" ka”', "zu “velima «zalo» ka”"),
        ("typography", "zu «velima", "zu «velima"),
        ("typography", "Toran velima!", "Toraň velima\u2009!"),
        ("truncation output", f"{SENTENCE} Ka velima zalo qesta os", SENTENCE),
        ("truncation output", f"{SENTENCE} Zalu temu…", SENTENCE),
    ],
)  # fmt: skip
def test_each_stage_goes_by_the_pack(pack: Path, stage: str, before: str, after: str) -> None:
    pipeline = Pipeline.from_config(settings(pack, stages=stage.split()))
    assert pipeline(before).text == after


def test_the_whole_pipeline(pack: Path) -> None:
    text = f"Os Tira Bonu, na 3zt os monuca os 2021\n{SENTENCE}\n{SENTENCE} Ka toran zalo os\n"
    document = Pipeline.from_config(settings(pack))(text)
    line = SENTENCE.replace("toran", "toraň")
    assert document.text == f"{line}\n{line}\n"
    assert document.original == text
    assert document.meta == {"author": "Tira Bonu", "date": "2021-02-03", "language": "qx"}


def test_lines_that_were_broken_at_a_width(pack: Path) -> None:
    lines = [
        "Zu velima zalo qesta os mirul hadem velima os",
        "zal oke toran zalo os velima qesta hadem sul",
        "mirul zalo os qesta velima hadem toran zal ka-",
        "zalo oke os velima zalo qesta os mirul, zu.",
    ]
    pipeline = Pipeline.from_config(settings(pack, stages=["boilerplate"]))
    joined = " ".join(lines).replace("ka- zalo", "ka-zalo")
    assert pipeline("\n".join(lines)).text == joined


def test_text_that_is_cut_at_its_start_is_labelled(pack: Path) -> None:
    pipeline = Pipeline.from_config(settings(pack, stages=["truncation"]))
    assert [
        (label.name, label.value)
        for label in pipeline(Document(f"oke vel zalo.\n{SENTENCE}")).labels
    ] == [("truncated", "start")]


def test_sentences(pack: Path) -> None:
    text = "Zu dok. velima, tak. zalo.o toran. “Zu velima!” zalo-lu ka. “Zu.” Ka os."
    spans = Document(text).segments.sentences(load("qx", pack).sentence_vocabulary)
    assert [text[start:end] for start, end in spans] == [
        "Zu dok. velima, tak. zalo.",
        "o toran.",
        "“Zu velima!” zalo-lu ka.",
        "“Zu.”",
        "Ka os.",
    ]


def test_its_own_house_styles(pack: Path) -> None:
    plain = settings(pack, stages=["typography"], typography={"profile": "plain"})
    assert Pipeline.from_config(plain)("velima!").text == "velima!"
    with pytest.raises(ConfigError, match="no profile 'imprimerie'; there are: qoxal, plain"):
        Pipeline.from_config(settings(pack, typography={"profile": "imprimerie"}))
    reasons = Pipeline.from_config(settings(pack)).reasons
    assert "academy of Qoxal" in reasons["typography.quotes"]


def test_one_style_for_both_stages_goes_by_the_pack(pack: Path) -> None:
    text = "zu , toran!"
    for style, expected in (
        ({}, "zu, toraň\u2009!"),
        ({"profile": "plain"}, "zu, toraň!"),
        ({"off": ["spacing.comma", "typography.hacek"]}, "zu , toran\u2009!"),
    ):
        chosen = settings(pack, stages=["spacing", "typography"], style=style)
        assert Pipeline.from_config(chosen)(text).text == expected
    with pytest.raises(ConfigError, match=r"no rule is called 'typography[.]high-sign'"):
        read(settings(pack, style={"off": ["typography.high-sign"]}))


def test_a_style_asks_nothing_of_a_stage_that_the_pack_lacks(tmp_path: Path) -> None:
    lacking = FILES["pack.toml"].replace("[lacks]", "[lacks]\ntypography = 'none yet'")
    files = {name: text for name, text in FILES.items() if name != "typography.toml"}
    folder = write_pack(tmp_path / "qoxal", {**files, "pack.toml": lacking})
    off = settings(folder, style={"off": ["spacing.comma"]})
    assert Pipeline.from_config(off)("zu , toran!").text == "zu , toran!"
    with pytest.raises(ConfigError, match=r"no rule is called 'typography[.]hacek'"):
        read(settings(folder, style={"off": ["typography.hacek"]}))


def test_a_stage_that_the_pack_lacks_is_left_out(pack: Path) -> None:
    chosen = read(settings(pack))
    assert chosen.stages == tuple(name for name in read({}).stages if name != "truecase")
    assert [stage.name for stage in check(chosen).stages] == list(chosen.stages)


def test_a_stage_that_the_pack_lacks_cannot_be_named(pack: Path) -> None:
    with pytest.raises(PackError, match="'qx' has no truecase: nobody has trained"):
        Pipeline.of("truecase", language="qx", options={"language": {"folder": pack}})


def test_check_says_what_is_left_out(pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, tmp_path / "qoxal")
    (tmp_path / "my.toml").write_text('[language]\ncode = "qx"\nfolder = "qoxal"\n')
    result = CliRunner().invoke(main, ["check", "-c", str(tmp_path / "my.toml")])
    assert result.exit_code == 0
    assert "left out  truecase     nobody has trained a truecaser yet" in result.stdout


def test_check_finds_files_that_nothing_reads(pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, tmp_path / "qoxal")
    (tmp_path / "qoxal" / "opener.txt").write_text("zu\n")
    with pytest.raises(PackError, match=r"nothing reads 'opener[.]txt'; did you mean 'openers"):
        check(read(settings(tmp_path / "qoxal")))


def test_the_truecaser_that_a_pack_lacks_can_be_trained(tmp_path: Path) -> None:
    has_all = FILES["pack.toml"].replace("[lacks]\ntruecase", "# ")
    folder = write_pack(tmp_path / "qoxal", {**FILES, "pack.toml": has_all})
    (tmp_path / "train").mkdir()
    lines = "Ka Tira zalo os Qoxal.\nZu velima os Qoxal hadem Tira.\n" * 100
    (tmp_path / "train" / "news.txt").write_text(lines, encoding="utf-8")
    arguments = ["train", "truecase", tmp_path, "--language", "qx", "--folder", folder]
    arguments += ["--passes", "20", "-o", folder / "truecase.model"]
    result = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0
    pipeline = Pipeline.from_config(settings(folder))
    assert pipeline("zu velima hadem tira os qoxal.").text == "Zu velima hadem Tira os Qoxal."
    assert MixedCase(load("qx", folder).settings.truecase)("xiiizt") == "XIIIzt"


def test_a_run_over_a_dump(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text(f"{SENTENCE} Zu dok. velima , ka zalo.\n")
    job = Job(read(settings(pack)), tmp_path / "out", by_sentence=True)
    assert run(job, [str(tmp_path / "in")]).clean == 1
    (cleaned,) = (tmp_path / "out" / "clean").rglob("*.txt")
    line = SENTENCE.replace("toran", "toraň")
    assert cleaned.read_text() == f"{line}\nZu dok. velima, ka zalo.\n"


def test_a_stream(pack: Path) -> None:
    item = Read(Document(f"{SENTENCE} Zu dok. velima , ka zalo."), 0)
    stream = clean_stream(Job(read(settings(pack)), Path(), "txt", by_sentence=True), [item], "in")
    line = SENTENCE.replace("toran", "toraň")
    assert list(stream) == [f"{line}\nZu dok. velima, ka zalo.\n".encode()]


def test_the_digest_follows_the_files_of_a_pack(pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, tmp_path / "other")
    before = read(settings(tmp_path / "other")).digest
    assert before == read(settings(pack)).digest != read({}).digest
    (tmp_path / "other" / "words.txt").write_text("zu\n")
    assert read(settings(tmp_path / "other")).digest != before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "is no language pack; it has no pack.toml"),
        ({"pack.toml": "style ="}, "pack.toml: Invalid value"),
        ({"pack.toml": "[dates]\nbefor = []"}, "pack.toml: Object contains unknown field `befor`"),
        ({"pack.toml": "[dates]\nbefore = 3"}, "pack.toml: Expected `array`, got `int`"),
        ({"pack.toml": "[sentences]\nspeech = '('"}, "`sentences.speech`: '(' is not a valid"),
        ({"pack.toml": "[truncation]\nread-more = 'x*'"}, "`truncation.read-more`: the pattern"),
        ({"pack.toml": "[lacks]\ntruecasing = 'none'"}, "lacks 'truecasing', which is no stage"),
        ({**FILES, "pack.toml": ""}, "has no table `style` with a `profile`"),
        ({**FILES, "months.txt": "one\ntwo\n"}, "months.txt: has 2 lines, and needs 12"),
        ({**FILES, "pack.toml": '[style]\nprofile = "qoxal"'}, "truecase.model: cannot be read"),
    ],
)  # fmt: skip
def test_a_wrong_pack_says_what_is_wrong(
    tmp_path: Path, files: Mapping[str, str], message: str
) -> None:
    folder = write_pack(tmp_path / "qoxal", files)
    with pytest.raises(PackError) as caught:
        Pipeline.from_config(settings(folder))
    assert message in str(caught.value)


def test_lists_that_a_pack_need_not_have(tmp_path: Path) -> None:
    need = {"abbreviations.txt", "words.txt"}
    folder = write_pack(
        tmp_path / "qoxal",
        {n: text for n, text in FILES.items() if n in need or not n.endswith(".txt")},
    )
    pipeline = Pipeline.from_config(settings(folder))
    assert pipeline(f"2021-02-03\n{SENTENCE}").meta["date"] == "2021-02-03"
    assert pipeline(f"3 monuca 2021\n{SENTENCE}").meta == {"language": "qx"}
