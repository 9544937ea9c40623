#!/usr/bin/env python3
"""Proves kit Post against real mail servers: a private Postfix and Dovecot on loopback.

Both run from a temporary folder with a configuration, a certificate authority and ports of their own, and are stopped in the end. The
tests of suite RealServers then send through the one and read from the other.

    sudo Tests/Mail/realservers.py                 # swift test --filter RealServers in the repository
    sudo Tests/Mail/realservers.py -- CMD ARGS     # or what else runs those tests

Needs: postfix, dovecot-imapd, openssl; and to be root, since Postfix does. Python's standard library only.
"""

import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

DOMAIN = "isp.example"
PEOPLE = ["abuse", "bounces"]
PASSWORD = "sample"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*words: str, cwd: pathlib.Path) -> None:
    done = subprocess.run(words, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout}")


def make_certificates(folder: pathlib.Path) -> None:
    (folder / "san").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    for name in ["ca", "other"]:
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem",
            "-days", "2", "-subj", f"/CN=Sample {name}", "-addext", "keyUsage=critical,keyCertSign", cwd=folder)
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr",
        "-subj", "/CN=localhost", cwd=folder)
    run("openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1",
        "-extfile", "san", "-out", "server.pem", cwd=folder)


def write_postfix(folder: pathlib.Path, port: int) -> pathlib.Path:
    conf, queue, data = folder / "postfix", folder / "queue", folder / "data"
    for path in [conf, queue, data]:
        path.mkdir()
    shutil.chown(data, "postfix")
    mailboxes = ", ".join(f"{{{name}@{DOMAIN} = {name}/}}" for name in PEOPLE)
    owner = pwd.getpwnam("mail")
    (conf / "main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.{DOMAIN}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {mailboxes} }}
virtual_minimum_uid = 1
virtual_uid_maps = static:{owner.pw_uid}
virtual_gid_maps = static:{owner.pw_gid}
# Everything else is taken, goes round to this server, and so comes back as a bounce.
default_transport = smtp:[127.0.0.1]:{port}
alias_maps =
relay_domains =
message_size_limit = 5000000
mailbox_size_limit = 0
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{later@{DOMAIN} = 450 4.2.1 come back later}} }}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.key
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
""")
    (conf / "master.cf").write_text(f"""
127.0.0.1:{port} inet n - n - - smtpd
postlog   unix-dgram n - n - 1 postlogd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
virtual   unix - n n - - virtual
anvil     unix - - n - 1 anvil
tlsmgr    unix - - n 1000? 1 tlsmgr
scache    unix - - n - 1 scache
""")
    return conf


def write_dovecot(folder: pathlib.Path, port: int, tls_port: int) -> pathlib.Path:
    owner = pwd.getpwnam("mail")
    mail = folder / "mail"
    mail.mkdir()
    os.chown(mail, owner.pw_uid, owner.pw_gid)
    conf = folder / "dovecot.conf"
    conf.write_text(f"""
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = yes
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:{mail}/%n
default_login_user = dovenull
default_internal_user = dovecot
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={mail}/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service auth {{
  unix_listener {folder}/queue/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
""")
    return conf


def wait_for(port: int, folder: pathlib.Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    for log in [folder / "mail.log", folder / "dovecot.log"]:
        if log.exists():
            print(log.read_text(), file=sys.stderr)
    sys.exit(f"nothing listens on port {port}")


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else ["swift", "test", "--filter", "RealServers"]
    missing = [name for name in ["postfix", "dovecot", "openssl"] if not shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")]
    if missing or os.geteuid() != 0:
        print(f"skipped: {' and '.join(missing) + ' missing' if missing else 'only root can start Postfix'}")
        return 0
    # Not in a folder of root's own: the servers' users look into it.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="realservers-"))
    folder.chmod(0o755)
    smtp, imap, imaps = free_port(), free_port(), free_port()
    dovecot = None
    conf = None
    try:
        make_certificates(folder)
        conf = write_postfix(folder, smtp)
        run("postfix", "-c", str(conf), "check", cwd=folder)
        dovecot = subprocess.Popen(["dovecot", "-F", "-c", str(write_dovecot(folder, imap, imaps))], cwd=folder)
        run("postfix", "-c", str(conf), "start", cwd=folder)
        for port in [smtp, imap, imaps]:
            wait_for(port, folder)
        settings = {
            "KESHIK_TEST_SMTP_PORT": str(smtp), "KESHIK_TEST_IMAP_PORT": str(imap), "KESHIK_TEST_IMAPS_PORT": str(imaps),
            "KESHIK_TEST_AUTHORITY": str(folder / "ca.pem"), "KESHIK_TEST_OTHER_AUTHORITY": str(folder / "other.pem"),
            "KESHIK_TEST_DOMAIN": DOMAIN, "KESHIK_TEST_PASSWORD": PASSWORD,
        }
        code = subprocess.run(command, env=os.environ | settings).returncode
        if code != 0:
            for log in [folder / "mail.log", folder / "dovecot.log"]:
                print(f"--- {log.name}\n{log.read_text() if log.exists() else ''}", file=sys.stderr)
        return code
    finally:
        if conf is not None:
            subprocess.run(["postfix", "-c", str(conf), "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if dovecot is not None:
            dovecot.send_signal(signal.SIGTERM)
            dovecot.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
