"""Make a dump in bad shape from clean articles: lowercased, with headers and footers.

    python bench/dress.py articles.jsonl.xz dump/ [--files N]

The input has a record a line with `id`, `title`, `heading` and `article`, the output
`id` and `text`. What an article is dressed in depends on its id alone, so the same
input always gives the same dump. Several files let several workers take part.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from texts import opened

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
SWITCHERS = (
    "FrançaisEnglishDeutschEspañolItaliano日本語Русский",
    "Français | English | Español | العربية",
    "fr en de es it",
    "中文 English Français Português Türkçe",
)
ABOVE = (
    "accueil > actualités > économie",
    "partager sur facebook partager sur twitter partager par e-mail",
    "temps de lecture : 3 min",
    "par la rédaction avec agence",
    "s'abonner se connecter mon compte",
    "écouter cet article",
)
BELOW = (
    "lire aussi : notre dossier complet sur le sujet",
    "à lire également : les cinq chiffres de la semaine",
    "inscrivez-vous à notre newsletter",
    "suivez-nous sur facebook, twitter et instagram",
    "0 commentaire",
    "© 2021 tous droits réservés",
    "mentions légales - politique de confidentialité - gérer mes cookies",
    "retour en haut de page",
)


class Dice:
    """Choices that a key decides: the same key, the same choices."""

    def __init__(self, key: str) -> None:
        """Begin a row of choices."""
        self._left = int.from_bytes(hashlib.sha512(key.encode()).digest(), "big")

    def below(self, bound: int) -> int:
        """Return a number from 0 up to `bound`, which is left out."""
        self._left, number = divmod(self._left, bound)
        return number

    def some(self, lines: Sequence[str]) -> list[str]:
        """Return a few of the lines, in their order."""
        return [line for line in lines if self.below(3) == 0]


def dressed(key: str, title: str, heading: str, article: str) -> str:
    """Return an article as a careless scraper would have left it."""
    dice = Dice(key)
    day, month, year = 1 + dice.below(28), dice.below(12), 2015 + dice.below(9)
    dates = (
        f"{year}-{month + 1:02}-{day:02}",
        f"publié le {day} {MONTHS[month]} {year} à {dice.below(24):02}h{dice.below(60):02}",
        f"{day:02}/{month + 1:02}/{year}",
        f"mis à jour le {day} {MONTHS[month]} {year}",
    )
    lines = [dates[dice.below(len(dates))]]
    if dice.below(2):
        lines.append(SWITCHERS[dice.below(len(SWITCHERS))])
    lines += [*dice.some(ABOVE), title, heading, *article.split("\n"), *dice.some(BELOW)]
    return "\n".join(lines).lower()


def main() -> None:
    """Read the articles and write the dump."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, help=".jsonl, also .gz or .xz")
    parser.add_argument("dump", type=Path, help="the folder to write to")
    parser.add_argument("--files", type=int, default=4)
    options = parser.parse_args()
    shards: list[list[str]] = [[] for _ in range(options.files)]
    with opened(options.articles) as read:
        for number, line in enumerate(read):
            record = json.loads(line)
            key = str(record["id"])
            text = dressed(key, record["title"], record["heading"], record["article"])
            dumped = json.dumps({"id": key, "text": text}, ensure_ascii=False)
            shards[number % options.files].append(dumped + "\n")
    options.dump.mkdir(parents=True, exist_ok=True)
    for number, lines in enumerate(shards):
        path = options.dump / f"dump-{number}.jsonl"
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{options.dump}: {sum(map(len, shards))} documents in {options.files} files")


if __name__ == "__main__":
    main()
