"""Two scans of edits, one after the other, as one scan."""

from collections.abc import Sequence

from cleantext.changes import Edit


def composed(first: Sequence[Edit], then: Sequence[Edit], text: str) -> list[Edit]:
    """Return edits that do at once what two scans do one after the other.

    Edits that touch become one, under the rule of the first of them.

    Args:
        first: The edits of a text.
        then: The edits of the text that `first` makes.
        text: The text that both make.

    >>> composed([Edit(0, 4, "&lt;", "a")], [Edit(0, 4, "<", "b")], "<p")
    [Edit(start=0, end=4, after='<', rule='a', score=1.0)]
    """
    # Each edit as a span of the text between the scans, with what it does to lengths there.
    spans: list[tuple[int, int, int, int, str]] = []
    shift = 0
    for start, end, after, rule, _ in sorted(first):
        grown = len(after) - (end - start)
        spans.append((start + shift, start + shift + len(after), grown, 0, rule))
        shift += grown
    for start, end, after, rule, _ in sorted(then):
        spans.append((start, end, 0, len(after) - (end - start), rule))
    spans.sort(key=lambda span: span[:2])
    merged: list[tuple[int, int, int, int, str]] = []
    for start, end, before, behind, rule in spans:
        if merged and start <= merged[-1][1]:
            begun, ended, was_before, was_behind, name = merged[-1]
            merged[-1] = (begun, max(ended, end), was_before + before, was_behind + behind, name)
        else:
            merged.append((start, end, before, behind, rule))
    edits: list[Edit] = []
    before_shift = behind_shift = 0
    for start, end, before, behind, rule in merged:
        after = text[start + behind_shift : end + behind_shift + behind]
        edits.append(Edit(start - before_shift, end - before_shift - before, after, rule))
        before_shift += before
        behind_shift += behind
    return edits
