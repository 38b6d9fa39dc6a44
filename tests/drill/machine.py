"""A folder that stands in for a machine: the document's places lie in it, and its services run from there."""

import grp
import os
import pwd
import shutil
import ssl
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests import find_nginx, postgres
from tests.bench.product import free_port

from .document import ROOT

# What an administrator of a whole machine has, and this folder has in another way: see `_programs`.
NOT_HERE = ("apt-get", "useradd")
NGINX = """
pid {root}/nginx.pid;
error_log {root}/log/nginx;
{user}
events {{}}
http {{
  client_body_temp_path {root}/tmp/body;
  proxy_temp_path {root}/tmp/proxy;
  fastcgi_temp_path {root}/tmp/fastcgi;
  uwsgi_temp_path {root}/tmp/uwsgi;
  scgi_temp_path {root}/tmp/scgi;
  include {root}/nginx/*.conf;
}}
"""
# How the machine's own network is reached.
NETWORK = {"NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "http_proxy", "https_proxy", "no_proxy"}
# Which is installed first; it must know all that the document asks of it.
VERSION_BEFORE = os.environ.get("VERSION_BEFORE", "HEAD^")
FOLDERS = ("bin", "log", "nginx", "python", "ssl", "tmp", "units")


@dataclass
class Machine:
    root: Path
    database: postgres.Cluster
    mail_port: int
    web_port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    # What the first administrator opens.
    invitation: str = ""
    # The path of what was published there first.
    event: str = ""
    # Of the code that is upgraded to.
    version: str = ""

    @property
    def url(self) -> str:
        return f"https://localhost:{self.tls_port}"

    @property
    def user(self) -> str:
        """As whom the service runs: somebody who may do nothing, where we may choose."""
        return "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def set_up(self) -> None:
        for name in FOLDERS:
            (self.root / name).mkdir()
        self._lend_python()
        self._make_certificate()
        self._programs()
        (self.root / "nginx.conf").write_text(
            NGINX.format(
                root=self.root, user=f"user {self.user} {_group_of(self.user)};" if os.geteuid() == 0 else ""
            )
        )
        # Of what is committed, as a checkout has it.
        upstream = self.root / "upstream.git"
        subprocess.run(["git", "clone", "--quiet", "--bare", ROOT, upstream], check=True)
        for path in (upstream, *upstream.rglob("*")):
            shutil.chown(path, self.user)
        self.version = self._git("rev-parse HEAD").strip()
        self._git(f"update-ref HEAD {VERSION_BEFORE}")

    def publish_newer_version(self) -> None:
        """What is committed now, over the version before and the database that this made."""
        self._git(f"update-ref HEAD {self.version}")

    def _git(self, command: str) -> str:
        return self.run("kennisstad", f"git -C {self.root}/upstream.git {command}")

    def here(self, text: str) -> str:
        """The document's places, names and ports as they are in this folder."""
        for there, here in self._places().items():
            text = text.replace(there, here)
        return text

    def _places(self) -> dict[str, str]:
        socket = quote(str(self.database.folder), safe="")
        group = _group_of(self.user)
        return {
            "https://code.example.nl/kennisstad.git": str(self.root / "upstream.git"),
            "https://agenda.example.nl": self.url,
            "/etc/ssl/private/agenda.example.nl.key": str(self.root / "ssl" / "key.pem"),
            "/etc/ssl/agenda.example.nl.pem": str(self.root / "ssl" / "certificate.pem"),
            "server_name agenda.example.nl": "server_name localhost",
            "listen 443 ssl": f"listen 127.0.0.1:{self.tls_port} ssl",
            # Where the port is not the usual one it is part of the name.
            "Host $host;": "Host $http_host;",
            "smtp://127.0.0.1:25": f"smtp://127.0.0.1:{self.mail_port}",
            "127.0.0.1:8000": f"127.0.0.1:{self.web_port}",
            "kennisstad@%2Fvar%2Frun%2Fpostgresql": f"kennisstad@{socket}",
            "--owner=kennisstad --group=kennisstad": f"--owner={self.user} --group={group}",
            "chown root:kennisstad": f"chown {pwd.getpwuid(os.geteuid()).pw_name}:{group}",
            "User=kennisstad": f"User={self.user}",
            "/etc/systemd/system/": f"{self.root}/units/",
            "/etc/nginx/conf.d/": f"{self.root}/nginx/",
            "/etc/kennisstad.env": f"{self.root}/kennisstad.env",
            "/var/log/nginx/": f"{self.root}/log/",
            "/srv/kennisstad": f"{self.root}/srv",
            "/var/lib/kennisstad": f"{self.root}/data",
            "/var/backups/kennisstad": f"{self.root}/backups",
        }

    def write(self, place: str, text: str) -> None:
        Path(self.here(place)).write_text(self.here(text))

    def run(self, user: str, commands: str, *, may_end_with: int = 0) -> str:
        """As a shell would, and stop at the first that fails. Returns what they said."""
        ended = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here(commands)],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **(as_user(self.user) if user == "kennisstad" else {}),
        )
        if ended.returncode not in {0, may_end_with}:
            raise SystemExit(
                f"As {user}:\n{self.here(commands)}\nended with {ended.returncode}:\n{ended.stdout}"
            )
        return ended.stdout

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of ours but how the network is reached: what is missing in the document is missing here."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in NETWORK or name.startswith(("PIP_", "UV_"))
        }
        own = [
            str(self.root / "bin"),
            str(self.root / "python" / "bin"),
            str(self.database.programs),
            os.defpath,
        ]
        return kept | {
            "PATH": os.pathsep.join(own),
            "HOME": str(self.root / "srv"),
            "LANG": "C.UTF-8",
            # For createuser and createdb, as the user postgres of a whole machine.
            "PGHOST": str(self.database.folder),
            "PGUSER": "postgres",
            "SSL_CERT_FILE": str(self.root / "ssl" / "trusted.pem"),
        }

    def stop(self) -> None:
        for name in ("kennisstad-web", "kennisstad-worker", "nginx"):
            with suppress(SystemExit):
                self.run("root", f"systemctl stop {name}")

    def _lend_python(self) -> None:
        """Of a Python that only we may run, such as one in our own home, the service's user gets a copy."""
        if os.geteuid() or not sys.base_prefix.startswith(str(Path.home())):
            return
        without = shutil.ignore_patterns("test", "tests", "__pycache__", "idle_test")
        python = self.root / "python"
        shutil.copytree(sys.base_prefix, python, symlinks=True, ignore=without, dirs_exist_ok=True)
        # A program that looks for its library by the path where it was built looks beside itself.
        there, here = f"{sys.base_prefix}/lib\0".encode(), b"$ORIGIN/../lib"
        for file in (python / "bin").glob("python3.1?"):
            file.write_bytes(file.read_bytes().replace(there, here.ljust(len(there), b"\0")))

    def _make_certificate(self) -> None:
        key, certificate = self.root / "ssl" / "key.pem", self.root / "ssl" / "certificate.pem"
        options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        names = ["-addext", "subjectAltName=DNS:localhost"]
        subprocess.run(
            ["openssl", "req", *options, *names, "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
        known = Path(ssl.get_default_verify_paths().cafile or ssl.get_default_verify_paths().openssl_cafile)
        everybody = known.read_text() if known.exists() else ""
        (self.root / "ssl" / "trusted.pem").write_text(everybody + certificate.read_text())

    def _programs(self) -> None:
        """In the place of those that change a whole machine."""
        systemctl = (
            f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m tests.drill.systemctl {self.root} "$@"\n'
        )
        nginx = f'#!/bin/sh\nexec {find_nginx.found()} -c {self.root}/nginx.conf "$@"\n'
        programs = dict.fromkeys(NOT_HERE, "#!/bin/sh\n") | {"systemctl": systemctl, "nginx": nginx}
        for name, text in programs.items():
            file = self.root / "bin" / name
            file.write_text(text)
            file.chmod(0o755)


def _group_of(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def as_user(name: str) -> dict[str, Any]:
    """For a process of theirs; whoever is not root is already the one."""
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
