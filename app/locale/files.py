"""Why a file could not be read, and what the clerk can do."""

from __future__ import annotations

UNREADABLE = {
    "empty": "文件是空的，请换一个文件",
    "too-large": "文件有{megabytes}MB，最大{limit}MB，请删去图片后再试",
    "too-long": "文件里的文字太多，没有读完；请拆成几个文件再试",
    "too-many-pages": "文件有{pages}页，最多{limit}页，请拆成几个文件再试",
    "binary": "这不是文字文件，可用 txt 或 docx",
    "kind": "这种文件打不开，可用 docx、doc、pdf、txt 或 xlsx",
    "encrypted": "文件加了密码，请去掉密码后再试",
    "mail": "这是邮件，没有在压缩包里读取；请单独发来",
    "damaged": "文件已损坏，请重新保存一份再试",
    "bomb": "文件展开后太大，没有打开；请检查文件来源",
    "unsafe": "文件里有引用外部内容的指令，没有打开；请用 Word 另存为 docx 再试",
    "no-text": "文件里没有文字，请换一个有文字的文件",
    "scanned": "这是扫描件，没有能选中的文字；请让机器识别，或换用能选中文字的文件",
    "too-many-pixels": "图片太大，没有识别；请缩小到A4、300dpi 以内再试",
    "picture": "这是图片；请让机器识别，或换用有文字的文件",
    "no-recognition": "这台机器没有安装机器识别，扫描件和图片读不了；请换用能选中文字的文件",
    "no-converter": "这台机器没有安装打开旧式 doc、wps 的程序；请用 Word 或 WPS 另存为 docx 再试",
    "old-sheet": "旧式表格（xls、et）打不开；请用 Excel 或 WPS 另存为 xlsx 再试",
    "gave-up": "文件太复杂，没有在限定的时间和内存内读完；请另存为 txt 再试",
}
FLAGS = {
    "charset-doubtful": "编码存疑，可能有错字",
    "machine-read": "机器识别，可能有错字",
    "pages-without-text": "有的页是扫描件，没有文字",
    "numbers-not-read": "旧式文件里自动编的号没有读出，请核对，或另存为 docx 再试",
    "macros-ignored": "文件带宏，宏没有运行",
    "tracked-changes": "文件有修订，已按接受全部修订读取",
    "hidden-text": "文件有隐藏文字，没有读取",
}
