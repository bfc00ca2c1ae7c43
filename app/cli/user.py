"""`zhutiao user add NAME --role ROLE`: staff accounts."""

from __future__ import annotations

import argparse
import getpass
import json
import secrets
import sys

from app import wiring
from app.accounts import users
from app.accounts.roles import ROLES
from app.cli.errors import Refused

REFUSALS = {
    "no-name": "用户名要有1到80个字，显示的姓名最多80个字",
    "name-taken": "这个用户名已有了，可换一个，或用 zhutiao user password 改密码",
    "no-such-role": "角色只有 " + "、".join(ROLES),
    "password-short": f"密码至少{users.SHORTEST_PASSWORD}个字符",
    "no-such-user": "没有这个用户，可用 zhutiao user add 新建",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`add` and `password`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="新建一个账号")
    add.add_argument("name", metavar="NAME", help="用户名")
    add.add_argument("--role", required=True, choices=ROLES, help="角色")
    add.add_argument("--display-name", default="", help="显示的姓名")
    password = actions.add_parser("password", help="改一个账号的密码")
    password.add_argument("name", metavar="NAME", help="用户名")
    for one in (add, password):
        one.add_argument(
            "--generate", action="store_true", help="自动生成密码并打印（不给则从终端或标准输入读）"
        )
        one.add_argument("--json", action="store_true", help="结果写成 JSON")


def run(args: argparse.Namespace) -> int:
    """Add a user or set a password."""
    password = secrets.token_urlsafe(12) if args.generate else _ask()
    house = wiring.open_house()
    try:
        if args.action == "add":
            house.writer.call(users.add_user, args.name, password, args.role, args.display_name)
        else:
            house.writer.call(users.set_password, args.name, password)
    except users.BadUser as error:
        raise Refused(REFUSALS[error.code]) from error
    finally:
        house.close()
    shown = password if args.generate else None
    if args.json:
        print(json.dumps({"name": args.name, "password": shown}, ensure_ascii=False))
    else:
        print(f"用户 {args.name} 已保存" + (f"，密码 {shown}" if shown else ""))
    return 0


def _ask() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("密码：")
    return sys.stdin.readline().rstrip("\n")
