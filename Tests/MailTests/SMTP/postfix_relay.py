"""Debian's Postfix on loopback, in a folder of its own, with TLS and SASL, delivering all mail into one Maildir.

postfix_relay.py FOLDER CERTIFICATE KEY USER PASSWORD [OPTION=VALUE …]: writes {"port", "maildir", "reports"} when it answers, and stops
Postfix when standard input ends. All mail goes to the Maildir, but that to bounces+…@, which goes to that of reports. Options:
  unknown      a domain whose mail Postfix takes, finds no mailbox for, and reports to the sender (RFC 3464)
  authorities  a PEM file: a client must show a certificate of theirs, and needs no password
  smtputf8     yes: offered (RFC 6531)
It runs in the foreground of this process, touches nothing of the system's Postfix, and listens on 127.0.0.1 only. Postfix's master is for
root alone: anybody else needs sudo without a password. Postfix asks this script who may log in, in the words of Dovecot's authentication
protocol.
"""
import base64, json, os, pwd, re, shutil, signal, socket, subprocess, sys, threading, time

if os.geteuid() != 0:
    if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL).returncode:
        sys.exit("Postfix's master process is for root alone: run these tests as root, or allow sudo without a password")
    os.execvp("sudo", ["sudo", "-n", sys.executable, *sys.argv])

folder, certificate, key, user, password = sys.argv[1:6]
options = dict(word.split("=", 1) for word in sys.argv[6:])
if not shutil.which("postfix", path="/usr/sbin:/usr/bin"):
    sys.exit("postfix is missing: scripts/install-dependencies test")
os.environ["PATH"] = "/usr/sbin:/usr/bin:" + os.environ.get("PATH", "")
config, queue, data, mail, sasl = (os.path.join(folder, name) for name in ("etc", "queue", "data", "mail", "sasl"))
postfix = pwd.getpwnam("postfix")
os.chmod(folder, 0o755)
for path in (config, queue, data, mail, sasl):
    os.makedirs(path, exist_ok=True)
os.chown(data, postfix.pw_uid, 0)
# Delivers as whoever runs the tests: they read what comes, and take the folder away.
owner = pwd.getpwuid(int(os.environ["SUDO_UID"])) if os.environ.get("SUDO_UID", "0") != "0" else pwd.getpwnam("nobody")
os.chown(mail, owner.pw_uid, owner.pw_gid)

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]


def answer_logins(connection):
    lines = connection.makefile("rw", newline="\n")
    lines.write("VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t" + "0" * 32 + "\nDONE\n")
    lines.flush()
    for line in lines:
        words = line.rstrip("\n").split("\t")
        if words[0] == "AUTH" and not any(word.startswith("resp=") for word in words):
            lines.write(f"CONT\t{words[1]}\t\n")
            lines.flush()
            continue
        if words[0] not in ("AUTH", "CONT"):
            continue
        said = words[2] if words[0] == "CONT" else words[-1][len("resp="):]
        right = base64.b64decode(said).decode().split("\0")[1:] == [user, password]
        lines.write(f"OK\t{words[1]}\tuser={user}\n" if right else f"FAIL\t{words[1]}\tuser={user}\n")
        lines.flush()


def accept_logins(listener):
    while True:
        threading.Thread(target=answer_logins, args=(listener.accept()[0],), daemon=True).start()


logins = socket.socket(socket.AF_UNIX)
logins.bind(os.path.join(sasl, "auth"))
os.chmod(os.path.join(sasl, "auth"), 0o666)
logins.listen(64)
threading.Thread(target=accept_logins, args=(logins,), daemon=True).start()

with open(os.path.join(config, "mailboxes"), "w") as out:
    out.write("/^bounces\\+/ reports/\n")
    if "unknown" in options:
        out.write(f"!/@{re.escape(options['unknown'])}$/ all/\n")
    else:
        out.write("/./ all/\n")

with open(os.path.join(config, "main.cf"), "w") as out:
    out.write(f"""
compatibility_level = 3.6
maillog_file = /dev/stdout
queue_directory = {queue}
data_directory = {data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = virtual
relay_transport = virtual
local_transport = virtual
virtual_transport = virtual
virtual_mailbox_domains = static:all
virtual_mailbox_base = {mail}
virtual_mailbox_maps = regexp:{config}/mailboxes
smtpd_reject_unlisted_recipient = no
smtputf8_enable = {options.get("smtputf8", "no")}
virtual_minimum_uid = 1
virtual_uid_maps = static:{owner.pw_uid}
virtual_gid_maps = static:{owner.pw_gid}
alias_maps =
alias_database =
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {sasl}/auth
mynetworks = 192.0.2.0/32
smtpd_tls_CAfile = {options.get("authorities", "")}
smtpd_tls_req_ccert = {"yes" if "authorities" in options else "no"}
smtpd_relay_restrictions = permit_sasl_authenticated, {"permit_tls_all_clientcerts," if "authorities" in options else ""} reject
smtpd_recipient_restrictions = check_recipient_access inline:{{ nobody@example.org=REJECT, later@example.org=DEFER, {{ gone@example.org = 550 5.1.1 no such user }} }}
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
""")
services = [
    f"127.0.0.1:{port} inet n - n - - smtpd", "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce",
    "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "verify unix - - n - 1 verify", "proxymap unix - - n - - proxymap",
    "tlsmgr unix - - n 1000? 1 tlsmgr", "error unix - - n - - error", "retry unix - - n - - error", "discard unix - - n - - discard",
    "local unix - n n - - local", "virtual unix - n n - - virtual", "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache",
    "flush unix n - n 1000? 0 flush", "showq unix n - n - - showq", "postlog unix-dgram n - n - 1 postlogd",
]
with open(os.path.join(config, "master.cf"), "w") as out:
    out.write("\n".join(services) + "\n")

log = open(os.path.join(folder, "postfix.log"), "wb")
running = subprocess.Popen(["postfix", "-c", config, "start-fg"], stdout=log, stderr=log, start_new_session=True)


def stop():
    subprocess.run(["postfix", "-c", config, "abort"], stdout=log, stderr=log)
    try:
        running.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
    if "SUDO_UID" in os.environ:
        subprocess.run(["chown", "-R", os.environ["SUDO_UID"], folder], stdout=log, stderr=log)


try:
    deadline = time.monotonic() + 30
    while True:
        if running.poll() is not None or time.monotonic() > deadline:
            sys.exit("Postfix did not start:\n" + open(log.name, errors="replace").read())
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as probe:
                if probe.recv(4).startswith(b"220"):
                    break
        except OSError:
            time.sleep(0.05)
    print(json.dumps({"port": port, "maildir": os.path.join(mail, "all"), "reports": os.path.join(mail, "reports")}), flush=True)
    sys.stdin.read()
finally:
    stop()
