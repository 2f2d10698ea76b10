"""Takes the README's pictures of the real app: `make screenshots`. They land in docs/screenshots/."""

from __future__ import annotations

import struct
import sys
import zlib
from base64 import b64decode, b64encode
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from harness.browsers import launch_chromium
from harness.processes import Failed, lommekort, stop_in_order_when_told

FOLDER = Path(__file__).resolve().parent / "screenshots"
NOW = "2026-11-21T14:30"  # so that only a change in the app changes a picture
PHONE = {"width": 360, "height": 640}
LARGEST = 60_000  # bytes
COLOURS = 48
PICTURES = (  # file, address, colour scheme, whether the page keeps the edition on the phone
    ("home", "/", "light", True),
    ("card", "/kort/4", "light", True),
    ("finder", "/find?k=Esbjerg&a=1", "light", True),
    ("citizen", "/b/3bd2", "light", False),
    ("checklist", "/tjek/kort", "light", True),
)

# The most used colours, found among 32,768 groups of like ones; every pixel then takes the nearest.
FEWER_COLOURS = """async ([picture, colours]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const { data } = brush.getImageData(0, 0, image.width, image.height);
  const groupOf = (at) => ((data[at] >> 3) << 10) | ((data[at + 1] >> 3) << 5) | (data[at + 2] >> 3);
  const groups = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const group = groups.get(groupOf(at)) ?? { count: 0, sum: [0, 0, 0] };
    group.count += 1;
    for (const part of [0, 1, 2]) group.sum[part] += data[at + part];
    groups.set(groupOf(at), group);
  }
  for (const group of groups.values()) group.mean = group.sum.map((sum) => Math.round(sum / group.count));
  const chosen = [...groups.values()].sort((one, other) => other.count - one.count).slice(0, colours);
  const apart = (one, other) => one.mean.reduce((sum, part, n) => sum + (part - other.mean[n]) ** 2, 0);
  for (const group of groups.values()) {
    group.place = chosen.reduce((best, one, n) => (apart(group, one) < apart(group, chosen[best]) ? n : best), 0);
  }
  let pixels = "";
  for (let at = 0; at < data.length; at += 4) pixels += String.fromCharCode(groups.get(groupOf(at)).place);
  const palette = chosen.flatMap(({ mean }) => mean);
  return { width: image.width, height: image.height, palette, pixels: btoa(pixels) };
}"""


def main() -> int:
    """Takes every picture. 0 when all are small enough, 1 when not or when the server does not start."""
    stop_in_order_when_told()
    FOLDER.mkdir(exist_ok=True)
    try:
        with lommekort(LOMMEKORT_NOW=NOW) as server, sync_playwright() as playwright:
            browser = launch_chromium(playwright)
            sizes = [take(browser, server.url, *picture) for picture in PICTURES]
            browser.close()
    except Failed as error:
        print(error)
        return 1
    return int(max(sizes) > LARGEST)


def take(browser: Browser, server: str, name: str, address: str, scheme: str, keeps: bool) -> int:
    """Takes one picture and answers its size in bytes."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, color_scheme=scheme, locale="da-DK")
    page = context.new_page()
    page.goto(server + address)
    if keeps:
        page.wait_for_selector("html[data-offline-ready]", state="attached")
    path = FOLDER / f"{name}.png"
    path.write_bytes(with_fewer_colours(browser, page.screenshot()))
    context.close()
    size = path.stat().st_size
    print(f"{path.relative_to(FOLDER.parent.parent)}: {size:,} bytes{' (too large)' if size > LARGEST else ''}")
    return size


def with_fewer_colours(browser: Browser, picture: bytes) -> bytes:
    """The picture as a PNG with a palette: a quarter of the bytes. The browser does the counting."""
    page = browser.new_page()
    found = page.evaluate(FEWER_COLOURS, [b64encode(picture).decode(), COLOURS])
    page.close()
    width, height, pixels = found["width"], found["height"], b64decode(found["pixels"])
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, len(pixels), width))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),  # eight bits a pixel, palette
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


if __name__ == "__main__":
    sys.exit(main())
