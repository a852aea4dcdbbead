"""How the program looks: four themes, two more for terminals of 16 colours, none at all, and drawing without boxes."""

from __future__ import annotations

import re
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme


def _theme(
    name: str,
    ground: tuple[str, str, str, str],
    words: tuple[str, str],
    signs: tuple[str, str, str, str, str],
    line: str,
    *,
    dark: bool = True,
    marked_style: str = "none",
) -> Theme:
    """`ground`: screen, boxes to type in, title and key line, marked row. `words`: plain and quiet. `signs`: accent,
    keys, done, take care, late or wrong. Every colour is written out: what Textual blends by itself nobody measures."""
    background, surface, panel, marked = ground
    foreground, quiet = words
    accent, keys, done, care, wrong = signs
    return Theme(
        name=name,
        primary=keys,
        secondary=keys,
        accent=accent,
        success=done,
        warning=care,
        error=wrong,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        variables={
            "text": foreground,
            "text-muted": quiet,
            "text-disabled": quiet,
            "text-primary": keys,
            "text-accent": accent,
            "text-success": done,
            "text-warning": care,
            "text-error": wrong,
            "surface-lighten-1": surface,
            "border-blurred": line,
            "border": accent,
            "block-cursor-background": marked,
            "block-cursor-foreground": foreground,
            "block-cursor-text-style": marked_style,
            "input-cursor-background": foreground,
            "input-cursor-foreground": background,
            "input-selection-background": marked,
            "input-selection-foreground": foreground,
        },
    )


THEMES = {
    theme.name: theme
    for theme in (
        _theme(
            "dark",
            ("#15161b", "#262932", "#1e2027", "#37322a"),
            ("#e9e7e4", "#b3aea4"),
            ("#e0bb74", "#8fb8ee", "#84cfa0", "#f4b86a", "#ff8e92"),
            "#4c4a48",
        ),
        _theme(
            "light",
            ("#faf7f1", "#eae4d8", "#e7dfd0", "#ecdcb6"),
            ("#24211c", "#544e43"),
            ("#6d4c08", "#1b4785", "#155c38", "#7a4000", "#98102a"),
            "#b9ae9a",
            dark=False,
        ),
        _theme(
            "contrast",
            ("#000000", "#1b1b1b", "#1b1b1b", "#12284d"),
            ("#ffffff", "#e6e6e6"),
            ("#ffd75f", "#a6d2ff", "#8dffab", "#ffcc66", "#ffb0b0"),
            "#ffffff",
        ),
        # Okabe and Ito's hues, set apart in lightness too: blue sky, yellow, and the darkest of them vermilion.
        _theme(
            "colour-blind",
            ("#101418", "#232a32", "#1a2027", "#152a4a"),
            ("#eef0f2", "#b4bbc2"),
            ("#f7c873", "#9fb6ff", "#8ecbf2", "#f8ef86", "#f07d42"),
            "#4b5560",
        ),
    )
}
"""The themes of the settings, by name."""

SIXTEEN_DARK = _theme(
    "sixteen-dark",
    ("#000000", "#0000aa", "#0000aa", "#000000"),
    ("#ffffff", "#aaaaaa"),
    ("#ffff55", "#55ffff", "#55ff55", "#ffff55", "#ff5555"),
    "#aaaaaa",
    marked_style="reverse",
)
SIXTEEN_LIGHT = _theme(
    "sixteen-light",
    ("#ffffff", "#aaaaaa", "#aaaaaa", "#ffffff"),
    ("#000000", "#000000"),
    ("#0000aa", "#0000aa", "#000000", "#aa0000", "#aa0000"),
    "#000000",
    dark=False,
    marked_style="reverse",
)
"""Every colour is one of the sixteen themselves, so that none is lost when a terminal has no more."""

_ALL = (*THEMES.values(), SIXTEEN_DARK, SIXTEEN_LIGHT)

PLAIN = {
    **dict.fromkeys("─━═┄┈╌▔▁▂", "-"),
    **dict.fromkeys("│║┆┊▎▏▕▊▋▌▍▉", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝┏┓┗┛", "+"),
    **dict.fromkeys("┃█▓▒▄▀▃▅▆▇", "#"),
    "›": ">", "‹": "<", "✓": "v", "✗": "x", "×": "x", "·": "-", "•": "*", "→": ">", "←": "<", "↑": "^", "↓": "v",
    "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "~", "\u00a0": " ", "░": ":", "±": "+",
    "≈": "~", "♀": "f", "♂": "m",
}  # fmt: skip
"""A sign of the program, and the one of ASCII that stands for it; each as wide as the other."""

PICTURE = "picture"
"""Marks, in the meta of a style, what is drawn out of blocks and read by a phone."""

_PLAIN = str.maketrans(PLAIN)
_NAME_DOT = re.compile(r"(?<=\w)·(?=\w)")
_KEPT = "\ue000"
_MORE = re.compile(r"… {2}(?= )")  # three dots where there is room for them


class PlainLetters(LineFilter):
    """Paints with ASCII in place of boxes and signs; letters of any language stay, and so does the dot in 玛丽·居里."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, cell for cell; a picture stays as it is, for it would be none in letters."""
        return [
            segment
            if segment.text.isascii() or (segment.style is not None and segment.style.meta.get(PICTURE))
            else segment._replace(text=plain(segment.text))
            for segment in segments
        ]


def plain(text: str) -> str:
    """`text` without signs that an old console lacks; as wide as it was."""
    text = _NAME_DOT.sub(_KEPT, _MORE.sub("...", text))
    return text.translate(_PLAIN).replace(_KEPT, "·")


class DrawnBar(ScrollBarRender):
    """A scrollbar of signs, which is there without any colour too."""

    @classmethod
    def render_bar(cls, *args: Any, **options: Any) -> Any:
        """Textual's own bar, its thumb drawn with a line instead of a ground."""
        bar = super().render_bar(*args, **options)
        if options.get("vertical", True):
            thumb = Style.from_color(options["bar_color"], options["back_color"])
            sign = "┃" * options.get("thickness", 1)
            for at, segment in enumerate(bar.segments):
                if segment.style is not None and segment.style.meta.get("@mouse.down") == "grab":
                    bar.segments[at] = Segment(sign, thumb + Style(meta=segment.style.meta))
        return bar


def dress(app: App[Any], name: str, *, plain_letters: bool = False) -> None:
    """Make the themes known and put `name` on; before the first frame, or at any time after."""
    for theme in _ALL:
        app.register_theme(theme)
    ScrollBar.renderer = DrawnBar
    filters = [each for each in app._filters if not isinstance(each, Monochrome | NoColor | PlainLetters)]
    if app.no_color:
        # NO_COLOR asks for none: Textual's own answer is shades of grey.
        filters.append(NoColor())
    filters.append(PlainLetters(enabled=plain_letters))
    app._filters[:] = filters
    worn = _worn(app, name)
    if app.is_running:
        app.theme = worn
    else:
        # Nothing is painted yet: the watcher would have the whole style sheet read twice.
        app.set_reactive(App.theme, worn)
        app.set_class(app.current_theme.dark, "-dark-mode", update=False)
        app.set_class(not app.current_theme.dark, "-light-mode", update=False)
        app.stylesheet.set_variables(app.get_css_variables())


def is_own(name: str) -> bool:
    """Whether a theme is one of ours, not the one Textual begins with."""
    return any(theme.name == name for theme in _ALL)


def _worn(app: App[Any], name: str) -> str:
    """The theme a terminal can show of what is wished."""
    theme = THEMES.get(name, THEMES["dark"])
    if app.no_color or app.console.color_system in ("standard", "windows", None):
        return (SIXTEEN_DARK if theme.dark else SIXTEEN_LIGHT).name
    return theme.name
