"""The entry point: commands load on use, and every failure ends as one plain sentence."""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module

import click

from interview_coder import __version__
from interview_coder.cli.commands import PROGRAM, Group, Translated, complaint
from interview_coder.cli.session import Session, global_options
from interview_coder.domain.display import safe
from interview_coder.errors import BulkRowsError, CoderError
from interview_coder.locale import t

# Name of each command: the module of `interview_coder.cli` and the object in it.
COMMANDS = {
    "demo": ("making", "demo"),
    "new": ("making", "new"),
    "import": ("importing", "import_"),
    "prepare": ("importing", "prepare"),
    "transcripts": ("reading", "transcripts"),
    "show": ("showing", "show"),
    "replace": ("replacing", "replace"),
    "edit": ("replacing", "edit"),
    "review": ("reviewing", "review"),
    "speakers": ("speakers", "speakers"),
    "attributes": ("attributes", "attributes"),
    "codebook": ("codebook", "codebook"),
    "code": ("coding", "code"),
    "recode": ("recoding", "recode"),
    "uncode": ("recoding", "uncode"),
    "star": ("recoding", "star"),
    "codings": ("reading", "codings"),
    "queries": ("queries", "queries"),
    "frequencies": ("reading", "frequencies"),
    "crosstab": ("crosstab", "crosstab"),
    "cooccurrence": ("patterns", "cooccurrence"),
    "sequences": ("patterns", "sequences"),
    "saturation": ("patterns", "saturation"),
    "portrait": ("patterns", "portrait"),
    "search": ("searching", "search"),
    "export": ("exporting", "export"),
    "history": ("steps", "history"),
    "undo": ("steps", "undo"),
    "redo": ("steps", "redo"),
    "backup": ("keeping", "backup"),
    "restore": ("keeping", "restore"),
    "doctor": ("keeping", "doctor"),
}
_INTERRUPTED = 130


class LazyCommands(Group):
    """A group that knows its commands by name and imports one only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the contract."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(import_module(f"interview_coder.cli.{module}"), name)
        if not isinstance(command, click.Command):
            raise TypeError(cmd_name)
        return command

    def described(self) -> list[tuple[str, str]]:
        """One entry a command, without importing any."""
        return [(name, t(f"cli.{name}")) for name in COMMANDS]


@click.group(
    cls=LazyCommands,
    help="main",
    invoke_without_command=True,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    __version__, prog_name=PROGRAM, message="%(prog)s %(version)s", cls=Translated, help="opt_version"
)
@global_options
@click.pass_context
def main(ctx: click.Context, session: Session) -> None:
    """What comes before the command."""
    if ctx.invoked_subcommand is None:
        raise click.UsageError(t("cli.usage_needs_command"), ctx)
    ctx.obj = session


def run() -> None:
    """Run the command line and end the process: 0 done, 1 refused or failed, 2 usage, 130 interrupted."""
    # A command lives for a second: looking for garbage among its rows takes a tenth of that and finds none.
    gc.set_threshold(100_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Pipes and files are UTF-8 whatever the locale, and lines end as the formats say.
            stream.reconfigure(encoding="utf-8", newline="\n", errors="backslashreplace")
    sys.exit(_status())


def _status() -> int:
    try:
        status = main.main(prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except CoderError as error:
        _complain(error)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.UsageError as error:
        click.echo(f"error: {safe(complaint(error))}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(f"error: {t('cli.interrupted')}", err=True)
        return _INTERRUPTED
    except SystemExit:
        # Whoever read our output has enough: click found out while it printed, and ends so for no other reason.
        return 0
    except BrokenPipeError:
        # The same, found out at the end; Python must not complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("INTERVIEW_CODER_DEBUG"):
            raise
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        _complain(CoderError(t("cli.unexpected", reason=reason), t("cli.unexpected_hint")))
        return CoderError.exit_code
    else:
        # click hands over the code with which a command ended early; other commands return nothing.
        return status if isinstance(status, int) else 0
    return 0


def _complain(error: CoderError) -> None:
    click.echo(f"error: {safe(str(error))}", err=True)
    if isinstance(error, BulkRowsError):
        for row in error.rows:
            click.echo(f"  {safe(row)}", err=True)
