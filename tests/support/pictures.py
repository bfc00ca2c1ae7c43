"""Screenshots as small PNG files: 256 colours do for pages, at a third of the size."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser

COLOURS = 256
# The browser decodes its own picture and gives each pixel the nearest of the commonest colours.
_REDUCE = """
async ([picture, most]) => {
  const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const rgba = context.getImageData(0, 0, image.width, image.height).data;
  const pixels = new Uint32Array(rgba.buffer);
  const counts = new Map();
  // Pages are mostly runs of one colour: ask the map once a run.
  for (let from = 0, to; from < pixels.length; from = to) {
    const colour = pixels[from];
    for (to = from + 1; pixels[to] === colour;) to++;
    counts.set(colour, (counts.get(colour) || 0) + to - from);
  }
  const common = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  const parts = colour => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const palette = common.slice(0, most).map(parts);
  const places = new Map(common.slice(0, most).map((colour, place) => [colour, place]));
  for (const colour of common.slice(most)) {
    const [r, g, b] = parts(colour);
    let best = 0, least = Infinity;
    palette.forEach(([x, y, z], place) => {
      const far = (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
      if (far < least) [best, least] = [place, far];
    });
    places.set(colour, best);
  }
  let text = "";
  const cells = new Uint8Array(pixels.length);
  for (let at = 0, last, place; at < pixels.length; at++) {
    if (pixels[at] !== last) [last, place] = [pixels[at], places.get(pixels[at])];
    cells[at] = place;
  }
  for (let at = 0; at < cells.length; at += 32768)
    text += String.fromCharCode(...cells.subarray(at, at + 32768));
  return {width: image.width, height: image.height, palette, cells: btoa(text)};
}
"""


def small(browser: Browser, picture: bytes) -> bytes:
    """The same picture as a PNG with a palette."""
    page = browser.new_page()
    try:
        found = page.evaluate(_REDUCE, [base64.b64encode(picture).decode(), COLOURS])
    finally:
        page.close()
    cells = np.frombuffer(base64.b64decode(found["cells"]), np.uint8)
    rows = cells.reshape(found["height"], found["width"])
    # PNG, section 9: each row begins with its filter; 0 is none, which palettes want.
    lines = np.pad(rows, ((0, 0), (1, 0))).tobytes()
    header = struct.pack(">IIBBBBB", found["width"], found["height"], 8, 3, 0, 0, 0)
    palette = bytes(part for colour in found["palette"] for part in colour)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, body)
        for name, body in (
            (b"IHDR", header),
            (b"PLTE", palette),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        )
    )


def write_if_new(path: Path, content: bytes) -> None:
    """Write a file, but leave one alone that is already the same."""
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def _chunk(name: bytes, body: bytes) -> bytes:
    """Section 5.3 of the PNG specification: length, name, body, checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
