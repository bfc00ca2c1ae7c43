"""A throwaway Dovecot: a real IMAP server with one mailbox."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from imapclient import IMAPClient

from tests.support.parts import free_port, is_root

USER = "office@example.cn"
ONWARD = "onward@example.cn"
PASSWORD = "secret"

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:{folder}/mail/%u
# What comes by LMTP for the second user is handed on by LMTP, to a receiver that a test runs.
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/passwd
}}
lmtp_proxy = yes
protocol lmtp {{
  postmaster_address = postmaster@example.cn
  hostname = mx.example.cn
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """An IMAP server on 127.0.0.1:``port`` without TLS, user and password as above.

    By LMTP (``lmtp_port``) it takes mail for that user, and hands mail for ONWARD on by LMTP to
    ``onward_port``.
    """

    def __init__(self, program: Path) -> None:
        self._program = program
        self.folder = Path(tempfile.mkdtemp(prefix="zhutiao-dovecot-"))
        self.folder.chmod(0o755)
        (self.folder / "mail").mkdir()
        # As root the mailbox is nobody's: Dovecot hands none to root. Others keep it themselves.
        owner = pwd.getpwnam("nobody") if is_root() else pwd.getpwuid(os.geteuid())
        os.chown(self.folder / "mail", owner.pw_uid, owner.pw_gid)
        self.port, self.lmtp_port, self.onward_port = free_port(), free_port(), free_port()
        where = f"proxy=y nopassword=y protocol=lmtp host=127.0.0.1 port={self.onward_port}"
        (self.folder / "passwd").write_text(f"{USER}:{PASSWORD}\n{ONWARD}:::::::{where}\n")
        config = self.folder / "dovecot.conf"
        config.write_text(
            _CONFIG.format(
                folder=self.folder,
                port=self.port,
                lmtp_port=self.lmtp_port,
                user=owner.pw_name,
                group=grp.getgrgid(owner.pw_gid).gr_name,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
            )
        )
        self._server = subprocess.Popen([program, "-F", "-c", config])
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def client(self) -> IMAPClient:
        """A signed-in client, to put mails in and look what is there."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(USER, PASSWORD)
        return client

    def append(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a mail into a folder."""
        with self.client() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.append(folder, raw)

    def clear(self) -> None:
        """Empty the mailbox for the next test: INBOX's mails and all other folders."""
        with self.client() as client:
            for _, _, name in client.list_folders():
                if name != "INBOX":
                    client.delete_folder(name)
            client.select_folder("INBOX")
            uids = client.search()
            if uids:
                client.delete_messages(uids)
                client.expunge()

    def stop(self) -> None:
        """End the server and wait for it: a second one must not find its sockets."""
        self._server.send_signal(signal.SIGTERM)
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as probe:
                    if probe.recv(4).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.05)
        log = self.folder / "log"
        raise RuntimeError(log.read_text() if log.exists() else "Dovecot did not start")
