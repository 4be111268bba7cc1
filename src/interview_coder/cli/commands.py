"""Commands, groups and options that explain themselves, and complain about wrong usage, in the user's language.

Their `help` is a key of the catalogue, looked up when help is shown: `--lang` may come before or after a command.
"""

from __future__ import annotations

from difflib import get_close_matches

import click

from interview_coder.locale import t

PROGRAM = "interview-coder"


class Translated(click.Option):
    """An option whose `help` is a key of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's names and its help in the language of the moment."""
        record = super().get_help_record(ctx)
        return record and (record[0], t(f"cli.{self.help}"))


class Command(click.Command):
    """A command whose `help` is a key of the catalogue."""

    # click's own complaint about words too many is English; `parse_args` has one.
    allow_extra_args = True

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """-h and --help; not eager, so that a --lang behind them is heard first."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help, option.is_eager = t("cli.opt_help"), False
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words that are left over: none for a command. Raises click.UsageError, which knows its command."""
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if left and not isinstance(self, click.Group):
            raise click.UsageError(t("cli.usage_extra", words=" ".join(left)), ctx)
        return left

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that says what can follow the command."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{t('cli.usage_heading')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(t(f"cli.{self.help}"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One entry an option."""
        records = [param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section(_heading("cli.options_heading")):
            formatter.write_dl([record for record in records if record])


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def described(self) -> list[tuple[str, str]]:
        """The name of each command with what it does."""
        return [(name, t(f"cli.{command.help}")) for name, command in self.commands.items()]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and then the commands."""
        super().format_options(ctx, formatter)
        with formatter.section(_heading("cli.commands_heading")):
            formatter.write_dl(self.described())


def _heading(key: str) -> str:
    """A heading without the colon, which click adds."""
    return t(key).removesuffix(":")


def complaint(error: click.UsageError) -> str:
    """What is wrong with the words of a command, and where to look: one line in the user's language."""
    command = error.ctx.command_path if error.ctx else PROGRAM
    return f"{_fault(error)} {t('cli.usage_hint', command=command)}"


def _fault(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            known = [name for param in _params(error) for name in (*param.opts, *param.secondary_opts)]
            return t("cli.usage_no_option", name=error.option_name) + _nearest(error.option_name, known)
        case click.exceptions.NoSuchCommand():
            group = error.ctx.command if error.ctx else None
            known = group.list_commands(error.ctx) if error.ctx and isinstance(group, click.Group) else []
            return t("cli.usage_no_command", name=error.command_name) + _nearest(error.command_name, known)
        case click.MissingParameter(param=click.Parameter() as param):
            return t("cli.usage_missing", name=_name(param))
        case click.BadParameter(param=click.Parameter() as param):
            return _bad_value(param)
        case click.BadOptionUsage():
            flag = any(error.option_name in param.opts and getattr(param, "is_flag", False) for param in _params(error))
            return t("cli.usage_flag" if flag else "cli.usage_no_value", name=error.option_name)
        case _:
            return error.message


def _params(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.get_params(error.ctx) if error.ctx else []


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known)
    return " " + t("find.nearest", names=", ".join(near)) if near else ""


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name.strip("[].")


def _bad_value(param: click.Parameter) -> str:
    if isinstance(param.type, click.Choice):
        return t("cli.usage_choice", name=_name(param), choices=", ".join(map(str, param.type.choices)))
    if isinstance(param.type, click.IntRange):
        return t("cli.usage_at_least", name=_name(param), least=param.type.min)
    return t("cli.usage_number" if isinstance(param.type, type(click.INT)) else "cli.usage_value", name=_name(param))
