"""A strict reader of Prometheus' text exposition format 0.0.4: exits with 1 and a sentence for whatever promtool would refuse.

Reads standard input. Source: prometheus.io/docs/instrumenting/exposition_formats, "Text format details", and promtool's `check metrics`.
"""
import math
import re
import sys

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
TYPES = {"counter", "gauge", "histogram", "summary", "untyped"}


def fail(number, what):
    sys.exit(f"line {number}: {what}")


def labels_of(text, number):
    """`a="b",c="d"` as pairs; what stands behind the closing brace."""
    labels, position = {}, 1
    while text[position] != "}":
        match = LABEL.match(text, position) or fail(number, "a label's name")
        position = match.end()
        if text[position : position + 2] != '="':
            fail(number, "a label without a value")
        position += 2
        value = ""
        while text[position] != '"':
            if text[position] == "\\":
                position += 1
                if text[position] not in '\\"n':
                    fail(number, f"an escape \\{text[position]}")
                value += "\n" if text[position] == "n" else text[position]
            else:
                value += text[position]
            position += 1
        position += 1
        if match[0] in labels:
            fail(number, f"label {match[0]} twice")
        labels[match[0]] = value
        if text[position] == ",":
            position += 1
        elif text[position] != "}":
            fail(number, "no comma between labels")
    return labels, text[position + 1 :]


def number_of(text, number):
    if text in ("+Inf", "-Inf", "NaN"):
        return float(text.replace("Inf", "inf"))
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        fail(number, f"{text!r} is no number")
    return float(text)


def read(text):
    if not text.endswith("\n"):
        sys.exit("the last line must end")
    helps, types, samples, order = {}, {}, {}, []
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if not line:
            fail(number, "an empty line")
        if line.startswith("# HELP ") or line.startswith("# TYPE "):
            word, name, rest = line[2:6], *line[7:].split(" ", 1)
            if not NAME.fullmatch(name):
                fail(number, f"{name!r} is no metric's name")
            table = helps if word == "HELP" else types
            if name in table or name in samples:
                fail(number, f"{word} of {name} twice or too late")
            if word == "TYPE" and rest not in TYPES:
                fail(number, f"{rest!r} is no type")
            if word == "HELP" and "\\" in re.sub(r"\\[\\n]", "", rest):
                fail(number, "an escape in a help text")
            table[name] = rest
            continue
        if line.startswith("#"):
            fail(number, "a comment we do not write")
        match = NAME.match(line) or fail(number, "no metric's name")
        name, rest = match[0], line[match.end() :]
        labels, rest = labels_of(rest, number) if rest.startswith("{") else ({}, rest)
        if not rest.startswith(" ") or " " in rest[1:]:
            fail(number, "a sample is a name, labels, one blank and a number")
        value = number_of(rest[1:], number)
        family = name
        if name not in types:
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            if types.get(family) != "histogram":
                fail(number, f"{name} has no type")
        if family not in helps:
            fail(number, f"{family} has no help")
        if types[family] == "counter" and (not name.endswith("_total") or value < 0):
            fail(number, f"the counter {name} = {value}")
        if order and order[-1] != family and family in order:
            fail(number, f"{family} is not in one piece")
        if not order or order[-1] != family:
            order.append(family)
        key = (name, tuple(sorted(labels.items())))
        if key in samples:
            fail(number, f"{key} twice")
        samples[key] = value
    check_histograms(types, samples)
    return types, samples


def check_histograms(types, samples):
    series = {}
    for (name, labels), value in samples.items():
        if name.endswith("_bucket") and types.get(name[:-7]) == "histogram":
            bound = dict(labels)["le"]
            others = tuple(pair for pair in labels if pair[0] != "le")
            series.setdefault((name[:-7], others), []).append((float(bound.replace("Inf", "inf")), value))
    for (name, labels), buckets in series.items():
        buckets.sort()
        counts = [count for _, count in buckets]
        if counts != sorted(counts) or not math.isinf(buckets[-1][0]):
            sys.exit(f"{name}{labels}: buckets {buckets}")
        if samples.get((f"{name}_count", labels)) != counts[-1] or (f"{name}_sum", labels) not in samples:
            sys.exit(f"{name}{labels}: count or sum")


if __name__ == "__main__":
    types, samples = read(sys.stdin.buffer.read().decode("utf-8", "strict"))
    print(len(types), len(samples))
