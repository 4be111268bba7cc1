"""What following a corrected transcript costs: seconds and peak memory, each case in a process of its own.

    python benchmarks/replace.py [CASE…]

An invented interview of 60,000 words and 300 corrections of a word, 5,000 codings followed from one text to the other.
`wrapped`: the new file breaks its lines at 80 columns too; `one line`: neither text has turns or lines; `other`:
another interview altogether. Every coding that no correction touches must keep its quote, or the row says how many
did not.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import textwrap
import time

import workload

from interview_coder.domain.anchors import follow
from interview_coder.domain.edits import Version
from interview_coder.domain.headers import find_turns
from interview_coder.store.anchors import edit_script

WORDS, CORRECTIONS, CODINGS = 60_000, 300, 5_000
CASES = ("corrected", "wrapped", "one line", "other")
BUDGET = (2.0, 500)


def texts(case: str) -> tuple[str, str, list[tuple[int, int]]]:
    """The old text, the new one, and the spans of the old one that were corrected."""
    workload.WORDS = WORDS
    old = workload._interview(0, random.Random(1)).text
    if case == "one line":
        old = " ".join(old.split())
    if case == "other":
        return old, workload._interview(3, random.Random(2)).text, [(0, len(old))]
    chance = random.Random(3)
    words = [match.span() for match in workload.WORD.finditer(old)]
    touched = sorted(chance.sample(words, CORRECTIONS))
    new, at = [], 0
    for start, end in touched:
        new += (old[at:start], chance.choice(("", "euh, ", "corrigé", old[start:end] + "s")))
        at = end
    text = "".join([*new, old[at:]])
    if case == "wrapped":
        text = "\n".join("\n".join(textwrap.wrap(line, 80, break_on_hyphens=False)) for line in text.split("\n"))
    return old, text, touched


def measure(case: str) -> dict[str, float]:
    """Seconds to find the edits, seconds to follow the codings, peak memory, and untouched quotes that changed."""
    old, new, touched = texts(case)
    versions = Version(old, find_turns(old)), Version(new, find_turns(new))
    chance = random.Random(4)
    starts = [chance.randrange(len(old) - 400) for _ in range(CODINGS)]
    spans = [(start, start + chance.choice((20, 80, 300))) for start in starts]
    began = time.perf_counter()
    script = edit_script(*versions)
    found = time.perf_counter()
    placements = [follow(script, *span) for span in spans]
    ended = time.perf_counter()
    wrong = 0
    for (start, end), placement in zip(spans, placements, strict=True):
        untouched = not any(start < b and end > a for a, b in touched)
        # A line that is broken elsewhere is another quote, though of the same words.
        quote = placement.span and " ".join(new[slice(*placement.span)].split())
        wrong += untouched and quote != " ".join(old[start:end].split())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"script": found - began, "follow": ended - found, "peak": peak, "wrong": wrong, "alike": script.similarity}


def main() -> None:
    """Measure the cases named, all by default, and print a table."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2])))
        return
    print("| case | edit script s | 5,000 codings s | peak MB | alike | untouched quotes that changed |")
    print("|---|--:|--:|--:|--:|--:|")
    for case in sys.argv[1:] or CASES:
        command = [sys.executable, __file__, "--measure", case]
        row = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        figures = f"{row['script']:.2f} | {row['follow']:.2f} | {row['peak']:.0f} | {row['alike']:.3f} | {row['wrong']}"
        print(f"| {case} | {figures} |")
    print(f"\nBudget: {BUDGET[0]} s and {BUDGET[1]} MB.")


if __name__ == "__main__":
    main()
