"""A real Postfix with a configuration, a queue and a log of its own: it touches nothing of the machine's.

It must run as root, as Postfix itself wants it: the machine's own program, or Debian's package, unpacked and not installed.
POSTFIX_ROOT names a folder in which that was done already.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.product import free_port

PROGRAM = "usr/sbin/postfix"
UNPACKED = Path(__file__).parents[2] / ".cache" / "postfix"
LATER, NEVER = "later.example.org", "never.example.org"

MAIN = """\
compatibility_level = 3.6
queue_directory = {own}/queue
data_directory = {own}/data
command_directory = {root}/usr/sbin
daemon_directory = {root}/usr/lib/postfix/sbin
shlib_directory = {root}/usr/lib/postfix
meta_directory = {own}/etc
mail_owner = nobody
setgid_group = mail
default_privs = daemon
import_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH
maillog_file = {own}/mail.log
maillog_file_prefixes = {own}
myhostname = mx.example.test
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:{relay}
recipient_delimiter = +
enable_long_queue_ids = {long_ids}
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
smtpd_tls_security_level = none
smtp_tls_security_level = none
smtpd_recipient_restrictions =
    check_recipient_access inline:{{ {{ {later} = 451 4.2.1 Try again later }}, {{ {never} = 550 5.1.1 Nobody }} }},
    permit_mynetworks, reject
"""

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
showq unix n - n - - showq
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def is_available() -> bool:
    return os.geteuid() == 0 and bool((root() / PROGRAM).exists() or _unpack())


def root() -> Path:
    if given := os.environ.get("POSTFIX_ROOT"):
        return Path(given)
    return Path("/") if Path("/", PROGRAM).exists() else UNPACKED


def _unpack() -> bool:
    if not shutil.which("apt-get"):
        return False
    UNPACKED.mkdir(parents=True, exist_ok=True)
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "download", "postfix"]):
        subprocess.run(command, cwd=UNPACKED, check=False)
    for package in UNPACKED.glob("postfix_*.deb"):
        subprocess.run(["dpkg", "-x", package, UNPACKED], check=False)
    return (UNPACKED / PROGRAM).exists()


@dataclass(frozen=True)
class Postfix:
    own: Path
    port: int

    @property
    def log(self) -> Path:
        return self.own / "mail.log"

    @property
    def mailer(self) -> dict[str, object]:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 10}
        return {"BACKEND": "kennisstad.mail.smtp.EmailBackend", "OPTIONS": options}

    def rotate(self) -> None:
        """The current log gets a name with its moment, and is compressed."""
        self.command("logrotate")

    def command(self, *words: str) -> None:
        libraries = {"LD_LIBRARY_PATH": str(root() / "usr/lib/postfix")}
        command = [root() / PROGRAM, "-c", self.own / "etc", *words]
        subprocess.run(command, env=os.environ | libraries, check=True, capture_output=True)


@contextmanager
def running(own: Path, relay: int, *, long_ids: bool = True) -> Iterator[Postfix]:
    """It hands what it took to the mail server at the port `relay`."""
    # Its processes go on as other users, who must be able to reach their files.
    for folder in [own, *own.parents[:3]]:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    for name in ("etc", "queue", "data"):
        (own / name).mkdir()
    subprocess.run(["chown", "nobody", own / "data"], check=True)
    port = free_port()
    values = {"own": own, "root": str(root()).rstrip("/"), "relay": relay, "later": LATER, "never": NEVER}
    (own / "etc" / "main.cf").write_text(MAIN.format(long_ids="yes" if long_ids else "no", **values))
    (own / "etc" / "master.cf").write_text(MASTER.format(port=port))
    for name in ("postfix-files", "dynamicmaps.cf"):
        source = root() / "etc/postfix" / name
        (own / "etc" / name).write_text(source.read_text() if source.exists() else "")
    postfix = Postfix(own, port)
    postfix.command("start")
    try:
        yield postfix
    finally:
        postfix.command("stop")
