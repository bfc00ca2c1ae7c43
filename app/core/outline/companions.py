"""What goes with a draft and is none of it: 起草说明, 對照表, 意见反馈表, known by their titles."""

from __future__ import annotations

import re

from app.core.outline.words import LONGEST_TITLE, without_stage

_COMPANION = re.compile(
    r"(?:(?:关于)?.{0,80}(?:起草|编制|修订|修改|制定|立法|有关情况的?|情况的?|政策)(?:的)?(?:说明|解读|依据)|.{2,80}[总總][说說]明"
    r"|.{0,60}(?:对照表|對照表|比对表|对比表|反馈表|意见表|征集表|征求意见表|汇总表|回执|问卷|调查表))$"
)
_EXPLAINS = re.compile(r"关于[《〈].{2,100}[》〉].{0,30}(?:说明|解读)")
_OLD_CELL = re.compile(r"现行|現行|原[条條规規文]|原.{0,6}(?:内容|內容|表述)|修[改订訂正]前|旧|舊")
_NEW_CELL = re.compile(r"修[改订訂正](?:后|後|稿)|拟?修[改订訂正]|征求意见稿|草案|新|建议")
_LONGEST_CELL = 30


def is_companion(title: str) -> bool:
    """Whether a title names what goes with a draft: 起草说明, 对照表, 意见反馈表."""
    if _EXPLAINS.fullmatch(title.strip()):
        return True
    bare = without_stage(re.sub(r"[《》“”]", "", title.strip()))
    return len(bare) <= LONGEST_TITLE and _COMPANION.fullmatch(bare) is not None


def is_comparison_head(text: str) -> bool:
    """Whether a line is the head of a comparison table: 现行 | 修改 | 说明."""
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) < 2 or any(len(cell) > _LONGEST_CELL for cell in cells):
        return False
    old = [cell for cell in cells if _OLD_CELL.search(cell)]
    return bool(old) and any(_NEW_CELL.search(cell) for cell in cells if cell not in old)
