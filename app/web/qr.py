"""A QR code as a picture that stands in the page itself."""

from __future__ import annotations

import segno


def qr_image(text: str) -> str:
    """A ``data:`` address with the code of ``text`` as SVG."""
    return str(segno.make(text, error="m").svg_data_uri(border=2, dark="#000", scale=4))
