"""`zhutiao`: finds the command, runs it, turns refusals into one line and an exit code."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from dataclasses import dataclass

from app.cli.errors import EXIT_REFUSED, EXIT_USAGE, Refused


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module that does it (imported only when asked for), one line of help, and
    whether it opens the house (settings, database)."""

    module: str
    help: str
    opens: bool = True


COMMANDS: dict[str, Command] = {
    "demo": Command("app.cli.demo", "用真实的征求意见稿试用：网页、收信、示例意见一起启动"),
    "serve": Command("app.cli.serve", "启动服务：网页、收信、后台任务在一个进程里"),
    "web": Command("app.cli.web", "只启动网页（PostgreSQL）"),
    "worker": Command("app.cli.worker", "只启动后台任务（PostgreSQL）"),
    "mail": Command("app.cli.mail", "只启动收信（PostgreSQL）"),
    "migrate": Command("app.cli.migrate", "把数据库升到最新版本"),
    "user": Command("app.cli.user", "起草单位的账号：add、password"),
    "export": Command("app.cli.export", "导出意见汇总处理表"),
    "split": Command("app.cli.split", "把征求意见稿拆成条款", opens=False),
    "cite": Command("app.cli.cite", "找出一段文字说的是哪些条款", opens=False),
    "read-mail": Command("app.cli.read_mail", "读邮件：正文、引用、附件", opens=False),
    "cluster": Command("app.cli.cluster", "把意见归成观点", opens=False),
}


def main(argv: list[str] | None = None) -> int:
    """Run a command. Exit 0 done, 1 the input was refused, 2 wrong usage."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        return _run(arguments)
    except Refused as error:
        print(f"zhutiao: {error}", file=sys.stderr)
        return EXIT_REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who reads our output has gone (`| head`): nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: list[str]) -> int:
    name = next((word for word in arguments if not word.startswith("-")), None)
    parser = argparse.ArgumentParser(prog="zhutiao", description="逐条：征求意见稿的逐条意见")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for key, command in COMMANDS.items():
        child = commands.add_parser(key, help=command.help, description=command.help)
        if key == name:
            importlib.import_module(command.module).add_arguments(child)
    try:
        parsed = parser.parse_args(arguments)
    except SystemExit as error:
        return int(error.code or 0)
    if parsed.command is None:
        parser.print_help(sys.stderr)
        return EXIT_USAGE
    command = COMMANDS[parsed.command]
    module = importlib.import_module(command.module)
    if not command.opens:
        return int(module.run(parsed))
    from app.cli.opening import refusing  # loads the settings and the database's toolkit

    with refusing():
        return int(module.run(parsed))


if __name__ == "__main__":
    sys.exit(main())
