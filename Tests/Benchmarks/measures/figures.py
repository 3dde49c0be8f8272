"""The table: one row a figure, what it must reach, what it is, and the limit measured beside it."""
import os
import statistics
import subprocess


class Goal:
    """At most or at least so much: of the figure itself, or of its ratio to the limit beside it; or, `otherwise`, another row's goal: its
    name, the goal, and what to call it."""

    def __init__(self, sign, bound, of="ours", unit="", otherwise=None):
        self.sign, self.bound, self.of, self.unit, self.otherwise = sign, bound, of, unit, otherwise

    def __str__(self):
        text = f"{self.sign} {self.bound}{' x the limit' if self.of == 'ratio' else self.unit and ' ' + self.unit}"
        return f"{text}, or {self.otherwise[2]} {self.otherwise[1]}" if self.otherwise else text

    def is_reached(self, value):
        return value <= self.bound if self.sign == "<=" else value >= self.bound


def shown(values):
    if not values:
        return ""
    middle = statistics.median(values)
    size = max(abs(v) for v in values)
    digits = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 0.1 or not size else 4
    if len(values) == 1:
        return f"{middle:.{digits}f}"
    return f"{middle:.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"


class Figures:
    """Rows in the order in which they were first noted; each value is one round's."""

    def __init__(self):
        self.rows, self.goals, self.limits, self.beside = {}, {}, {}, {}

    def row(self, name, goal=None, limit=""):
        """`limit` says what stands beside it."""
        self.rows.setdefault(name, {"ours": [], "limit": []})
        self.goals[name], self.limits[name] = goal, limit
        return name

    def note(self, name, ours, limit=None):
        self.rows.setdefault(name, {"ours": [], "limit": []})["ours"].append(ours)
        if limit is not None:
            self.rows[name]["limit"].append(limit)

    def note_beside(self, name, what, value):
        """A figure of the same round that the row's reader may want: rate, p50, p99."""
        self.beside.setdefault(name, {}).setdefault(what, []).append(value)

    def ratios(self, name):
        """Round by round: both were measured within the same seconds."""
        row = self.rows[name]
        if len(row["ours"]) == len(row["limit"]):
            return [a / b for a, b in zip(row["ours"], row["limit"])]
        return [statistics.median(row["ours"]) / statistics.median(row["limit"])] if row["limit"] else []

    def verdict(self, name):
        goal = self.goals.get(name)
        if not goal:
            return ""
        if self.reaches(name, goal):
            return "yes"
        if goal.otherwise and self.reaches(*goal.otherwise[:2]):
            return f"by {goal.otherwise[2]}"
        return "**no**"

    def reaches(self, name, goal):
        values = self.ratios(name) if goal.of == "ratio" else self.rows[name]["ours"]
        return bool(values) and goal.is_reached(statistics.median(values))

    def print(self, remarks):
        cpu = subprocess.run(["sh", "-c", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"], text=True, capture_output=True).stdout.strip()
        print(f"\nMachine: {os.cpu_count()} x {cpu}. Medians of rounds [least-most]. {remarks}\n")
        print("| figure | must reach | ours | limit beside it | ratio | reached |")
        print("|---|---|---|---|---|---|")
        for name, row in self.rows.items():
            limit = f"{shown(row['limit'])} ({self.limits[name]})" if row["limit"] else ""
            print(f"| {name} | {self.goals.get(name) or ''} | {shown(row['ours'])} | {limit} | {shown(self.ratios(name))} | {self.verdict(name)} |")
        if self.beside:
            print("\n| beside | | |")
            print("|---|---|---|")
            for name, figures in self.beside.items():
                for what, values in figures.items():
                    print(f"| {name} | {what} | {shown(values)} |")
