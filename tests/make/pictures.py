"""Make assets/pictures/ from the running program: `python -m tests.make.pictures` (needs Chromium, a Chinese font)."""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}  # read with Textual: the colours as they are meant

from rich.cells import cell_len

from counter_tui import clock, i18n
from counter_tui.app import CounterApp
from counter_tui.settings import Settings
from counter_tui.shop.demo import make_shop

PICTURES = Path(__file__).parents[2] / "assets" / "pictures"
MORNING = dt.datetime(2026, 11, 21, 10, 12)
CELL = 12.2
FONTS = '"DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace'
SHOTS = {
    "today": ("en", ()),
    "call-zh": ("zh_CN", ("enter", "enter", "enter")),
}


def main() -> None:
    """One shop a language, and its pictures."""
    clock.hold(MORNING)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (language, keys) in SHOTS.items():
        i18n.set_language(language)
        with tempfile.TemporaryDirectory() as folder:
            settings = make_shop(Settings(Path(folder) / "shop", region="CN", language=language), 300, 1)
            picture(asyncio.run(shot(settings, keys)), PICTURES / f"{name}.png")


async def shot(settings: Settings, keys: tuple[str, ...]) -> str:
    """The program's screen after some keys, as SVG."""
    app = CounterApp(settings)
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.opened:
            await pilot.pause()
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _round in range(5):
                await app.desk.idle()
                await pilot.pause()
        return app.export_screenshot(title="counter-tui")


def picture(svg: str, path: Path) -> None:
    """Draw an SVG with Chromium; Rich's own width of Chinese text is mended first."""
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "shot.svg").write_text(mended(svg), "utf-8")
        page = Path(folder) / "page.html"
        page.write_text(f'<body style="margin:0"><img src="shot.svg" width="{width}">', "utf-8")
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                f"--user-data-dir={folder}/profile", f"--window-size={round(float(width))},{round(float(height))}",
                f"--screenshot={path}", page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


def mended(svg: str) -> str:
    """The SVG with every run of text as wide as its cells."""

    def text(found: re.Match[str]) -> str:
        attributes, words = found.groups()
        width = cell_len(html.unescape(words)) * CELL
        return f'textLength="{width:g}"{attributes}>{words}</text>'

    svg = re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)</text>', text, svg)
    svg = svg.replace("font-family: Fira Code, monospace;", f"font-family: {FONTS};")
    return svg.replace("font-variant-east-asian: full-width;", "")


if __name__ == "__main__":
    main()
