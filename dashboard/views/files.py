"""Several frames in one file."""

from collections.abc import Sequence

from dashboard.metric import Frame
from dashboard.outputs.csv import frame_csv


def frames_csv(frames: Sequence[Frame]) -> str:
    """The frames below each other, under one header."""
    first, *others = (frame_csv(frame) for frame in frames)
    return first + "".join(_without_header(text) for text in others)


def _without_header(text: str) -> str:
    return text.partition("\n")[2]
