"""Settings: environment variables ``ZHUTIAO_*`` and ``.env``; the README lists them all."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

HIGHEST_PORT = 65535


class BadSettings(Exception):
    """Settings that cannot be used; the message names each and what is wrong, never its value."""


class Settings(BaseSettings):
    """Everything an office can set. Each description stands in the README."""

    model_config = SettingsConfigDict(
        env_prefix="ZHUTIAO_", env_file=".env", env_file_encoding="utf-8", extra="ignore"
    )

    data_dir: Path = Field(
        default=Path("zhutiao-data"), description="数据目录：SQLite 数据库、密钥、outbox/ 都在里面"
    )
    database_url: str = Field(default="", description="数据库地址；空为数据目录里的 SQLite")
    secret_key: str = Field(
        default="", description="回执与登录用的密钥；空为数据目录里自动生成的一份"
    )
    public_url: str = Field(
        default="", description="对外网址，写进回执和邮件，如 https://yijian.example.cn"
    )
    host: str = Field(default="127.0.0.1", description="网页监听地址")
    port: int = Field(default=8000, ge=0, le=HIGHEST_PORT, description="网页监听端口")
    trusted_proxies: str = Field(default="127.0.0.1", description="可信的反向代理地址，逗号分开")
    secure_cookies: bool = Field(default=False, description="登录 Cookie 只走 HTTPS")
    contact_keep_days: int = Field(default=365, ge=0, description="结果公布后联系方式保存多少天")
    post_per_minute: int = Field(default=30, ge=1, description="同一地址每分钟最多提交几次")
    smtp_listen_host: str = Field(default="127.0.0.1", description="内置收信的监听地址")
    smtp_listen_port: int = Field(
        default=8025, ge=0, le=HIGHEST_PORT, description="内置收信的监听端口；0 为不开"
    )
    lmtp_listen_port: int = Field(
        default=0,
        ge=0,
        le=HIGHEST_PORT,
        description="内置收信的 LMTP 端口，给前面的邮件服务器用；0 为不开",
    )
    smtp_listen_cert: str = Field(
        default="", description="内置收信的证书文件（PEM），有它才提供 STARTTLS"
    )
    smtp_listen_key: str = Field(default="", description="证书的私钥文件；空为和证书同一个文件")
    mail_trusted_hosts: str = Field(
        default="",
        description="前面可信的邮件服务器（地址、网段或名字，逗号分开）：它写下的收到时间算数",
    )
    smtp_max_bytes: int = Field(default=30 * 1024 * 1024, ge=1, description="收信的最大字节数")
    imap_host: str = Field(default="", description="办公邮箱的 IMAP 服务器；空为不收")
    imap_port: int = Field(default=993, ge=0, le=HIGHEST_PORT, description="IMAP 端口")
    imap_tls: bool = Field(default=True, description="IMAP 是否加密")
    imap_user: str = Field(default="", description="办公邮箱账号")
    imap_password: str = Field(default="", description="办公邮箱密码或授权码")
    imap_folder: str = Field(default="INBOX", description="收哪个文件夹")
    imap_done_folder: str = Field(default="", description="入库后移到哪个文件夹；空为不移动")
    imap_poll_seconds: int = Field(default=60, ge=1, description="多少秒收一次信")
    imap_idle: bool = Field(
        default=True, description="服务器支持时用 IDLE 等新信；仍按上面的间隔收"
    )
    smtp_host: str = Field(default="", description="发信服务器；空则把要发的信写进 outbox/")
    smtp_port: int = Field(default=465, ge=0, le=HIGHEST_PORT, description="发信端口")
    smtp_tls: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="发信加密：tls、starttls 或 none"
    )
    smtp_user: str = Field(default="", description="发信账号")
    smtp_password: str = Field(default="", description="发信密码或授权码")
    mail_from: str = Field(default="", description="确认邮件的发件人；空为办公邮箱账号")
    mail_per_minute: int = Field(default=60, description="每分钟最多发出几封确认邮件；0 为不限")
    mail_recognise: bool = Field(
        default=True,
        description="附件里的扫描件和图片是否由机器识别（要装 ocr 组件，没装则标明没有读出）",
    )
    embeddings_url: str = Field(
        default="", description="向量接口地址（OpenAI 兼容，如 http://127.0.0.1:8080/v1）；空为不用"
    )
    embeddings_model: str = Field(default="", description="向量接口的模型名")
    embeddings_key: str = Field(default="", description="向量接口的密钥")
    metrics_token: str = Field(
        default="",
        description="看 /metrics 要带的口令（Authorization: Bearer 口令）；空为只许本机看",
    )
    worker_id: str = Field(default="", description="后台进程的名字，重启后不变；空为主机名")

    @property
    def database(self) -> str:
        """The database URL in force."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{(self.data_dir / 'zhutiao.db').resolve()}"


_WRONG = {
    "int_parsing": "要写整数",
    "bool_parsing": "要写 true 或 false",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
}


def load() -> Settings:
    """The settings in force. Raises BadSettings."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings("；".join(_wrong(one) for one in error.errors())) from None
    except UnicodeDecodeError:
        raise BadSettings(".env 不是 UTF-8 编码的文本") from None
    except OSError as error:
        raise BadSettings(f".env 读不了：{error.strerror}") from error


def _wrong(error: ErrorDetails) -> str:
    name = "ZHUTIAO_" + "_".join(str(part) for part in error["loc"]).upper()
    words = _WRONG.get(error["type"], error["msg"])
    return f"设置 {name} {words.format(**error.get('ctx', {}))}"
