"""The command line. Without a command it opens the shop; every command answers --help in both languages."""

from __future__ import annotations

import argparse
import gc
import gettext
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_tui import disk_words, i18n
from counter_tui.arguments import Version, count, date, directory, month
from counter_tui.i18n import LANGUAGES, _
from counter_tui.settings import Settings, SettingsError, default_folder, from_home, is_server, read_settings

if TYPE_CHECKING:
    from counter_tui.shop.context import Shop


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; answers the exit code: 0 done, 1 refused with a sentence, 2 the command makes no sense."""
    argv = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese letters gets marks, not a traceback
    _speak(argv)
    arguments = _parser().parse_args(argv, argparse.Namespace(run=_open, shop=None, database="", lang="", plain=False))
    if arguments.lang:
        i18n.set_language(arguments.lang)
    try:
        code = int(arguments.run(arguments) or 0)
        sys.stdout.flush()
        return code
    except SettingsError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # `counter-tui today | head`: nobody listens any more, and nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _refuse(_sentence(error))


def _speak(argv: Sequence[str]) -> None:
    """Choose the language before the first word is said, so that even --help and a wrong command are answered in it."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang", nargs="?")  # one without its value is for the real parser to refuse
    early.add_argument("--shop", nargs="?", type=Path)
    try:
        known, _rest = early.parse_known_args([a for a in argv if a not in ("-h", "--help")])
        language = read_settings(_folder(known), known.lang if known.lang in LANGUAGES else "").language
    except (argparse.ArgumentError, OSError, SettingsError) as error:  # said later, to whoever can read it
        language = getattr(error, "language", "") or i18n.guess_language()
    i18n.set_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(i18n.DOMAIN, str(i18n.assets() / "locale"))
    gettext.textdomain(i18n.DOMAIN)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--shop", type=directory, metavar="DIR", help=_("the shop's folder"))
    common.add_argument("--database", metavar="URL", help=_("where the records are, if not in the shop's folder"))
    common.add_argument("--lang", choices=sorted(LANGUAGES), help=_("language: en or zh_CN"))
    common.add_argument(
        "--plain", action="store_true", help=_("draw without box characters, for old terminals and screen readers")
    )
    parser = argparse.ArgumentParser(
        prog="counter-tui",
        parents=[common],
        description=_("After-sales care at a jewellery counter, by keyboard. Without a command it opens the shop."),
    )
    parser.add_argument("--version", action=Version, help=_("say which version this is"))
    commands = parser.add_subparsers(title=_("commands"), metavar=_("command"))

    def command(name: str, run: Any, words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common], help=words, description=words)
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, _("open a made-up shop to try the program in"))
    demo.add_argument("--size", type=count, default=300, metavar="N", help=_("how many customers (300)"))
    demo.add_argument("--seed", type=int, default=1, metavar="S", help=_("another number makes another shop"))
    demo.add_argument("--no-open", action="store_true", help=_("only make it"))
    taken = command("import", _import, _("import customers and purchases from a spreadsheet"))
    taken.add_argument("file", type=Path, metavar="FILE", help=_(".xlsx, .xls or .csv"))
    taken.add_argument("--dry-run", action="store_true", help=_("say what would be done, and do nothing"))
    taken.add_argument("--take-back", action="store_true", help=_("take back the last import of this file"))
    written = command("export", _export, _("export customers and purchases to a spreadsheet"))
    written.add_argument("file", type=Path, metavar="FILE", help=_(".xlsx or .csv"))
    written.add_argument("--force", action="store_true", help=_("write over a file that is there"))
    found = command("find", _find, _("find customers as the search box does"))
    found.add_argument("text", nargs="+", metavar="TEXT", help=_("name, pinyin, phone, certificate, invoice, style"))
    found.add_argument("--json", action="store_true", help=_("as JSON"))
    found.add_argument("--limit", type=count, default=20, metavar="N", help=_("how many at the most (20)"))
    today = command("today", _today, _("list what is to be done today"))
    today.add_argument("--json", action="store_true", help=_("as JSON"))
    today.add_argument("--date", type=date, metavar="DATE", help=_("another day, as 2026-11-21"))
    doubts = command("objections", _objections, _("count customers' objections, and what came of them"))
    doubts.add_argument("--json", action="store_true", help=_("as JSON"))
    doubts.add_argument("--month", type=month, metavar="MONTH", help=_("one month, as 2026-11; else all time"))
    put_back = command("restore", _restore, _("put the records back from a copy"))
    put_back.add_argument("copy", type=Path, nargs="?", metavar="COPY", help=_("the copy; else they are listed"))
    command("check", _check, _("check the records, the policy and the words; says every mistake"))
    return parser


def _folder(arguments: argparse.Namespace) -> Path:
    folder = arguments.shop or default_folder()
    return from_home(Path(folder)).absolute()


def _settings(arguments: argparse.Namespace) -> Settings:
    return read_settings(_folder(arguments), arguments.lang, arguments.database)


def _opened(arguments: argparse.Namespace, *, new: bool = False) -> Shop:
    """The shop with its database open, for a command that has no screen; `new` if it may be one not made yet."""
    from counter_tui.models.opening import open_database
    from counter_tui.shop.context import open_shop

    settings = _settings(arguments)
    if not new:
        _known(settings)
    elif not is_server(settings.place):
        Path(settings.place).parent.mkdir(parents=True, exist_ok=True)
    open_database(settings.place)
    shop = open_shop(settings.name, settings.region, settings.language, settings.folder)
    for mistake in shop.mistakes:
        print(mistake.sentence, file=sys.stderr)
    return shop


def _known(settings: Settings, *, records: bool = True) -> None:
    """Raise SettingsError where there is no shop, or no `records`: a slip in their place must not make empty ones."""
    if not settings.database and not settings.folder.is_dir():
        raise SettingsError(_("There is no shop in {folder}.").format(folder=settings.folder))
    if records and not is_server(settings.place) and not Path(settings.place).exists():
        raise SettingsError(_("There are no records in {place}.").format(place=settings.place))


def _open(arguments: argparse.Namespace) -> int:
    from counter_tui.terminal import fitted

    gc.disable()  # what is loaded now stays: looking through it for rubbish takes a tenth of the start
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return _refuse(_("The shop opens in a terminal only; here is none."))
    settings = _settings(arguments)
    settings = replace(settings, plain=settings.plain or arguments.plain)
    asked = bool(arguments.lang or os.environ.get("COUNTER_TUI_LANG"))
    settings = fitted(settings, asked_for_chinese=asked)

    if settings.name and not is_server(settings.place):
        _without_servers()
    from counter_tui.app import CounterApp

    app = CounterApp(settings)
    sentence = app.run()
    gc.freeze()  # all there is goes with the process: Python would look through it for what is no longer needed
    if sentence:
        return _refuse(sentence)
    return app.return_code or 0


def _without_servers() -> None:
    """Peewee loads every server's driver it finds; a shop whose records are in a file does without (5 MB, 20 ms)."""
    for driver in ("psycopg2", "psycopg", "pymysql", "MySQLdb"):
        sys.modules.setdefault(driver, None)  # type: ignore[arg-type]


def _demo(arguments: argparse.Namespace) -> int:
    import tempfile

    from counter_tui.shop.demo import make_shop

    folder = _folder(arguments) if arguments.shop else Path(tempfile.mkdtemp(prefix="counter-tui-"))
    if folder.is_dir() and any(folder.iterdir()):
        return _refuse(_("{folder} is not empty: the demo is made in an empty folder.").format(folder=folder))
    settings = replace(read_settings(folder, arguments.lang, arguments.database), region="CN")
    settings = make_shop(settings, arguments.size, arguments.seed)
    arguments.shop = folder
    if arguments.no_open:
        print(_("A made-up shop with {n} customers: {folder}").format(n=arguments.size, folder=folder))
        return 0
    return _open(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from counter_tui.exchange.conversation import import_file, take_back_file

    if arguments.take_back and arguments.dry_run:
        return _refuse(_("--dry-run and --take-back don't go together: nothing was done."))
    if arguments.take_back:
        return take_back_file(_opened(arguments), arguments.file)
    with from_home(arguments.file).open("rb"):
        pass  # a file that is not there makes no shop
    shop = _opened(arguments, new=True)
    return import_file(shop, arguments.file, dry_run=arguments.dry_run)


def _export(arguments: argparse.Namespace) -> int:
    from counter_tui.exchange.conversation import export_file

    return export_file(_opened(arguments), arguments.file, over=arguments.force)


def _find(arguments: argparse.Namespace) -> int:
    from counter_tui.exchange import answers

    shop = _opened(arguments)
    print(answers.find(shop, " ".join(arguments.text), arguments.limit, as_json=arguments.json))
    return 0


def _today(arguments: argparse.Namespace) -> int:
    from counter_tui.exchange import answers

    print(answers.today(_opened(arguments), arguments.date, as_json=arguments.json))
    return 0


def _objections(arguments: argparse.Namespace) -> int:
    from counter_tui.exchange import answers

    print(answers.objections(_opened(arguments), arguments.month, as_json=arguments.json))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from counter_tui.exchange.restoring import restore

    settings = _settings(arguments)
    if is_server(settings.place):
        return _refuse(_("The records are on a server: they are backed up there, by whoever looks after it."))
    _known(settings, records=False)
    return restore(settings, arguments.copy)


def _check(arguments: argparse.Namespace) -> int:
    from counter_tui.exchange.checkup import check

    settings = _settings(arguments)
    _known(settings)
    mistakes = [*check(settings), *_wrong_keys(settings)]
    for mistake in mistakes:
        print(mistake)
    print(_("Nothing wrong.") if not mistakes else _("Mistakes: {n}").format(n=len(mistakes)))
    print(_("The shipped words and numbers, to copy from: {folder}").format(folder=i18n.assets()))
    return 1 if mistakes else 0


def _wrong_keys(settings: Settings) -> list[str]:
    """What is wrong with the shop's own keys; the screens they act on are loaded for nothing else."""
    if not settings.keys:
        return []
    from counter_tui.app import CounterApp
    from counter_tui.keymap import read_keymap

    return [mistake.sentence for mistake in read_keymap(settings, CounterApp)[1]]


def _sentence(error: Exception) -> str:
    """What went wrong, in one sentence; a fault nobody foresaw keeps its trace, which is worth more than a sentence."""
    from counter_tui.desk import fault_words
    from counter_tui.exchange.sheets import SheetError
    from counter_tui.models.faults import kind
    from counter_tui.models.opening import OpenError
    from counter_tui.shop.trace import ShopError

    if isinstance(error, OSError | OpenError | ShopError | SheetError):
        return disk_words.sentence(error)
    if kind(error) != "other":
        return fault_words(error)
    raise error


def _refuse(sentence: str) -> int:
    print(f"counter-tui: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
