"""Scans and pictures read by the machine, letter by letter: never quite right, and marked so.

Needs the optional packages of the extra ``ocr`` (rapidocr with its models, onnxruntime).
"""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from app.files.pdf.lines import Piece, in_order
from app.files.pdf.read import PAGE_END, PDF, open_pdf, page_text
from app.files.values import FileText, Remark, Unreadable

# An A3 page at 400 dots an inch has 31 million.
MAX_PIXELS = 50_000_000
MAX_PAGES = 100
# What is not read by then is left, and told; the child has some more.
SECONDS = 150
# The reader looks at no more than so many points a side.
LONGEST_SIDE = 2000
# Points an inch that printed Chinese needs, over those of a PDF.
SHARP = 200 / 72

Recogniser = Callable[[Any], list[Piece]]


def read_image(data: bytes) -> FileText:
    """The words in a picture (.jpg, .png, .tif with several pages, .bmp). Raises Unreadable."""
    recognise = _recogniser()
    pages = ["\n".join(in_order(recognise(picture))) for picture in _pictures(data)]
    return FileText(PAGE_END.join(pages), "image/*", flags=("machine-read",))


def read_scan(data: bytes) -> FileText:
    """A PDF whose pages without text are looked at as pictures. Raises Unreadable."""
    document = open_pdf(data)
    remarks: list[Remark] = []
    pages = [page_text(document, number, remarks) for number in range(len(document))]
    missing = [number for number, text in enumerate(pages) if not text]
    if len(missing) > MAX_PAGES:
        raise Unreadable("too-many-pages", pages=len(missing), limit=MAX_PAGES)
    recognise = _recogniser() if missing else None
    begun = time.monotonic()
    for number in missing:
        if recognise is not None and time.monotonic() - begun < SECONDS:
            pages[number] = "\n".join(in_order(recognise(_drawn(document[number]))))
    flags: tuple[str, ...] = ("machine-read",) if missing else ()
    flags += () if all(pages) else ("pages-without-text",)
    return FileText(PAGE_END.join(pages), PDF, flags=flags, remarks=tuple(remarks))


def _pictures(data: bytes) -> Iterator[Any]:
    from PIL import Image, ImageSequence

    warnings.simplefilter("ignore")
    try:
        image = Image.open(io.BytesIO(data))
        frames = getattr(image, "n_frames", 1)
        if frames > MAX_PAGES:
            raise Unreadable("too-many-pages", pages=frames, limit=MAX_PAGES)
        for frame in ImageSequence.Iterator(image):
            if frame.width * frame.height > MAX_PIXELS:
                raise Unreadable("too-many-pixels")
            frame.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = frame.convert("RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            yield picture
    except (OSError, SyntaxError) as error:
        raise Unreadable("damaged") from error
    except Image.DecompressionBombError as error:
        raise Unreadable("too-many-pixels") from error


def _drawn(page: Any) -> Any:
    """A page as a picture; a page of any size is drawn no larger than the reader looks at."""
    longest = max(page.get_width(), page.get_height(), 1)
    return page.render(scale=min(SHARP, LONGEST_SIDE / longest)).to_pil().convert("RGB")


def _recogniser() -> Recogniser:
    """Makes pieces, with their boxes from the lower left, out of a picture."""
    try:
        import numpy
        from rapidocr import RapidOCR
    except ImportError as error:
        raise Unreadable("no-recognition") from error
    engine: Any = RapidOCR(params={"Global.log_level": "critical"})

    def recognise(picture: Any) -> list[Piece]:
        found = engine(numpy.asarray(picture))
        boxes = () if found.boxes is None else found.boxes
        return [_piece(box, text) for box, text in zip(boxes, found.txts or (), strict=True)]

    return recognise


def _piece(box: Any, text: str) -> Piece:
    across, down = [float(corner[0]) for corner in box], [-float(corner[1]) for corner in box]
    return Piece(text, min(across), min(down), max(across), max(down))
