"""Furniture: lines that the site put around the article.

Date lines, language switchers and what the table of the language pack lists (share bars,
"Lire aussi", rights, newsletters) are removed, whole lines with their line end; of lines that
no rule knows, a model tells which are text from all that stands around them. A switcher
glued to a sentence goes alone, and so does what a rule of the table cuts off. What furniture
says of the document (its date, author, agency, title) is kept as facts. It is the same
whatever language the article is in, so this stage looks at every line.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec

from cleantext.languages.pack import EMBEDS, FOLDER, Language
from cleantext.rules.lines import LineTable
from cleantext.rules.table import Line, read_tables
from cleantext.stage import Stage
from cleantext.stages.boilerplate import (
    broken_lines,
    drop_caps,
    quote_marks,
    subheads,
    wrapped_lines,
)
from cleantext.stages.boilerplate.furniture import DATE, LINE, SWITCHER, Furniture
from cleantext.stages.boilerplate.hyphens import Hyphens
from cleantext.stages.boilerplate.site_memory import MEMORY, Memory
from cleantext.stages.boilerplate.switchers import switchers_of

NAME = "boilerplate"
REASONS = {
    DATE: "The date of an article is metadata (schema.org/datePublished); it is kept as such.",
    SWITCHER: "A list of the site's languages is navigation (names as in the Unicode CLDR).",
    **{
        part.RULE: part.REASON
        for part in (drop_caps, quote_marks, wrapped_lines, broken_lines, subheads)
    },
    MEMORY: "Lines that repeat on the pages of a site are the site's, not the article's.",
    LINE: "By its form, place and neighbours the line is not text; the score is how sure that is.",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set.

    Attributes:
        tables: Tables of one's own, with rules of the kind `line`; they come before
            the language pack's.
        threshold: A line that no rule knows goes where it is text with a smaller
            probability; with 0 the rules decide alone.
        memory: What `cleantext learn` wrote: lines that repeat on the pages of each site.
    """

    tables: tuple[Path, ...] = ()
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.6
    memory: Path | None = None


def build(language: Language, options: Options) -> Stage:
    """Build the stage for a language.

    Raises:
        ConfigError: A table or the memory of the user's is wrong.
        PackError: The language pack is damaged.
    """
    ours = (FOLDER / EMBEDS, *language.tables("boilerplate.toml", EMBEDS))
    lines = read_tables(options.tables, ours, (Line,))
    table = LineTable(lines, language.calendar)
    memory = Memory.read(options.memory) if options.memory else None
    furniture = Furniture(
        table, language.calendar, switchers_of(language), memory, options.threshold
    )
    reasons = REASONS | {rule.id: rule.reason for rule in lines}
    hyphens = Hyphens(language.compounds, language.words | language.names)
    wrapped = wrapped_lines.WrappedLines(hyphens, language.open_words, furniture.goes_whole)
    joints = partial(
        broken_lines.joints,
        open_words=language.open_words - language.openers,
        elisions=language.elisions,
    )
    initials = drop_caps.drop_caps(language.words, language.openers)
    parts = (initials, quote_marks.quote_marks, wrapped, joints, furniture, subheads.subheads)
    return Stage(NAME, parts, reasons=reasons, removes=True)
