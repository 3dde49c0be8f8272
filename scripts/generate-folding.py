#!/usr/bin/env python3
"""Writes the tables by which names are folded and domain labels composed.

Usage: scripts/generate-folding.py            writes Sources/Invitations/Generated/*.swift
       scripts/generate-folding.py --check    fails if they differ from what would be written

The input is Python's own unicodedata; characters newer than Unicode 13 are left out, so that Debian 11's Python and later ones
write the same bytes.
"""
import sys
import unicodedata
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "Sources" / "Invitations" / "Generated"

# Latin with its extensions, Greek, Cyrillic, Armenian, phonetic letters, Georgian, ligatures, full-width forms.
RANGES = [
    (0x0080, 0x058F), (0x10A0, 0x10FF), (0x1C80, 0x1C88), (0x1D00, 0x1FFF), (0x2070, 0x209F), (0x2100, 0x218F),
    (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F), (0xA720, 0xA7BF), (0xAB30, 0xAB6F), (0xFB00, 0xFB17), (0xFF10, 0xFF5A),
]

# Assigned since Unicode 14.
NEWER = {0x1DFA, 0x2C2F, 0x2C5F, 0xA7C0, 0xA7C1}

# Letters with a stroke or of their own right, which no decomposition takes apart, as people type them without.
TYPED_AS = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ĸ": "k", "ŋ": "n", "ŧ": "t",
    "ƀ": "b", "ƃ": "b", "ƈ": "c", "ƌ": "d", "ƒ": "f", "ɠ": "g", "ɨ": "i", "ɉ": "j", "ƙ": "k", "ƚ": "l", "ɫ": "l", "ɲ": "n",
    "ƞ": "n", "ɵ": "o", "ƥ": "p", "ɍ": "r", "ƭ": "t", "ʈ": "t", "ʉ": "u", "ʋ": "v", "ƴ": "y", "ɏ": "y", "ƶ": "z", "ȥ": "z",
    "ɓ": "b", "ɗ": "d", "ɖ": "d", "ə": "e", "ǝ": "e", "ɛ": "e", "ɇ": "e", "ɣ": "g", "ǥ": "g", "ɔ": "o", "ƿ": "w", "ȝ": "y",
    "ĳ": "ij", "ŉ": "n", "ſ": "s", "ß": "ss",
}

APOSTROPHES = "\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u055a\u2018\u2019\u201a\u201b\u2032\uff07"


def is_mark(c):
    return unicodedata.category(c) == "Mn"


def fold(c):
    """The folded form of one character, itself folded: folding twice changes nothing more."""
    text = c
    for _ in range(4):
        text = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(TYPED_AS.get(x, x) for x in text if not is_mark(x))
    return text


def is_word(c):
    return unicodedata.category(c)[0] in "LN" or is_mark(c)


def characters():
    for first, last in RANGES:
        for point in range(first, last + 1):
            c = chr(point)
            if unicodedata.category(c) not in ("Cn", "Co", "Cs") and point not in NEWER:
                yield c


def folds():
    for c in characters():
        if not is_word(c) or c in APOSTROPHES:
            continue
        folded = "".join(x for x in fold(c) if is_word(x) and x not in APOSTROPHES)
        if folded != c:
            yield ord(c), folded.encode("utf-8")


def separators():
    """Ranges of characters above ASCII that end a word."""
    found = []
    blocks = RANGES[:1] + [(0x1680, 0x1680), (0x2000, 0x206F), (0x2E00, 0x2E7F), (0x3000, 0x3003), (0xFE50, 0xFE6F), (0xFF00, 0xFFEF)]
    for first, last in blocks:
        for point in range(first, last + 1):
            c = chr(point)
            if is_word(c) or unicodedata.category(c) in ("Mc", "Me", "Cn") or c in APOSTROPHES:
                continue
            if found and found[-1][1] == point - 1:
                found[-1][1] = point
            else:
                found.append([point, point])
    return found


def compositions():
    for c in characters():
        parts = unicodedata.decomposition(c)
        if not parts or parts.startswith("<"):
            continue
        points = [int(x, 16) for x in parts.split()]
        if len(points) == 2 and unicodedata.normalize("NFC", c) == c:
            yield points[0], points[1], ord(c)


def rows(values, per_line=16, indent="        "):
    texts = [f"{value}" for value in values]
    return "\n".join(indent + ", ".join(texts[i:i + per_line]) + "," for i in range(0, len(texts), per_line))


HEAD = "// Written by scripts/generate-folding.py; do not edit.\n// swift-format-ignore-file\n\n"


def folding_table():
    entries = sorted(folds())
    blob, starts = bytearray(), []
    for _, folded in entries:
        at = blob.find(folded) if folded else 0
        if at < 0:
            at = len(blob)
            blob += folded
        starts.append(at << 4 | len(folded))
    assert all(len(f) < 16 for _, f in entries) and len(blob) < 1 << 12 and entries[-1][0] < 1 << 16
    ranges = [x for pair in separators() for x in pair]
    marks = sorted(ord(c) for c in APOSTROPHES)
    return (
        HEAD
        + "/// Folded forms of letters above ASCII, as UTF-8.\nenum FoldingTable {\n"
        + "    /// Scalars whose folded form is another, ascending.\n"
        + "    static let scalars: [UInt16] = [\n" + rows(p for p, _ in entries) + "\n    ]\n\n"
        + "    /// For each of them, where in `utf8` its folded form starts, times 16, and how many bytes it has.\n"
        + "    static let places: [UInt16] = [\n" + rows(starts) + "\n    ]\n\n"
        + "    static let utf8: [UInt8] = [\n" + rows(blob, 24) + "\n    ]\n\n"
        + "    /// First and last of each range of scalars above ASCII that end a word, ascending.\n"
        + "    static let separators: [UInt16] = [\n" + rows(ranges) + "\n    ]\n\n"
        + "    /// Scalars above ASCII that stand for an apostrophe, ascending.\n"
        + "    static let apostrophes: [UInt16] = [\n" + rows(marks) + "\n    ]\n}\n"
    )


def composition_table():
    entries = sorted(compositions())
    return (
        HEAD
        + "/// Canonical compositions of a letter and a mark.\nenum CompositionTable {\n"
        + "    /// Letter times 65536 and mark, ascending.\n"
        + "    static let pairs: [UInt32] = [\n" + rows((a << 16 | b for a, b, _ in entries), 12) + "\n    ]\n\n"
        + "    /// What each pair composes to.\n"
        + "    static let composed: [UInt16] = [\n" + rows(c for _, _, c in entries) + "\n    ]\n}\n"
    )


def main():
    files = {"FoldingTable.swift": folding_table(), "CompositionTable.swift": composition_table()}
    stale = []
    OUT.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = OUT / name
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text() != text:
                stale.append(name)
        else:
            path.write_text(text)
    if stale:
        sys.exit("stale: " + ", ".join(stale) + "; run scripts/generate-folding.py")


main()
