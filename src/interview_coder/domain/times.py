"""Times of a recording as people write them."""

from __future__ import annotations


def clock(milliseconds: int) -> str:
    """`h:mm:ss`, such as `0:04:09`, of a time in milliseconds from the start of the recording."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
