"""Runs Parvis behind each proxy exactly as the operating guide says, and checks what a town would notice."""

import http.cookies
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/operating/mandataire-inverse.md"
HOST = "contrat.ville.example"
LIMIT_MB = 50


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def example(language: str) -> str:
    """The example of the guide in that language."""
    found = re.search(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert found, f"the guide has no example for {language}"
    return found.group(1)


def certificate(folder: Path) -> tuple[Path, Path]:
    key, chain = folder / "key.pem", folder / "chain.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(key), "-out", str(chain)]
    subprocess.run(command, check=True, capture_output=True)
    return chain, key


def nginx(folder: Path, behind: int, plain: int, secure: int) -> list[str]:
    """The example with the ports and certificate of the test; before 1.25.1, `http2` as the guide says."""
    chain, key = certificate(folder)
    text = example("nginx").replace("listen [::]:80;", "").replace("listen [::]:443 ssl;", "")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("127.0.0.1:8080", f"127.0.0.1:{behind}")
    version = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr
    numbers = tuple(int(part) for part in re.search(r"(\d+)\.(\d+)\.(\d+)", version).groups())
    if numbers < (1, 25, 1):
        text = text.replace("http2 on;", "").replace("listen 443 ssl;", "listen 443 ssl http2;")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl")
    text = re.sub(r"ssl_certificate\s+\S+;", f"ssl_certificate {chain};", text)
    text = re.sub(r"ssl_certificate_key\s+\S+;", f"ssl_certificate_key {key};", text)
    folders = "".join(f"{kind}_temp_path {folder};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
    whole += f"http {{ access_log off; {folders}\n{text}\n}}\n"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def caddy(folder: Path, behind: int, plain: int, secure: int) -> list[str]:
    chain, key = certificate(folder)
    text = example("caddyfile").replace("127.0.0.1:8080", f"127.0.0.1:{behind}")
    text = text.replace(f"{HOST} {{", f"https://{HOST}:{secure} {{\n\ttls {chain} {key}", 1)
    whole = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {secure}\n}}\n{text}"
    (folder / "Caddyfile").write_text(whole, encoding="utf-8")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


class Here(HTTPSConnection):
    """A connection to this machine under the name of the town's site."""

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)


class Client:
    """Somebody's browser, seen from the proxy: it believes any certificate, and keeps one cookie."""

    def __init__(self, port: int):
        self.port, self.cookie = port, ""

    def ask(self, method: str, path: str, body=None, headers: dict | None = None):
        link = Here(HOST, self.port, context=ssl._create_unverified_context(), timeout=60)
        sent = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
        if self.cookie:
            sent["Cookie"] = self.cookie
        link.request(method, path, body=body, headers=sent)
        answer = link.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if name.endswith("parvis"):
                    self.cookie = f"{name}={morsel.value}"
                    answer.told = line
        link.close()
        return answer, content

    def form(self, path: str, fields: dict, headers: dict | None = None):
        kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.ask("POST", path, urllib.parse.urlencode(fields), kind)

    def file(self, path: str, fields: dict, size: int):
        edge = "----limite"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="fichier"; filename="lourd.geojson"\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + b" " * size + f"\r\n--{edge}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})


def wait_for(port: int, child: subprocess.Popen) -> None:
    for _ in range(600):
        assert child.poll() is None, f"ended early with {child.returncode}"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


def sign_in(client: Client) -> None:
    """Enters the demonstration as its project manager, by the button a visitor would press."""
    _, page = client.ask("GET", "/demonstration")
    for form in re.findall(r"<form.*?</form>", page.decode(), re.S):
        if "Claire Vidal" in form:
            fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
            action = re.search(r'action="([^"]+)"', form)
            answer, _ = client.form(action.group(1) if action else "/demonstration/entrer", fields)
            assert answer.status == 303, answer.status
            assert answer.told.startswith("__Host-parvis=") and "Secure" in answer.told, answer.told
            return
    raise AssertionError("no button for Claire Vidal")


def is_flood_stopped(ask) -> bool:
    """Whether 120 requests, each under another forged address, are counted as those of one visitor."""
    return 429 in {ask({"X-Forwarded-For": f"203.0.113.{rank}"}) for rank in range(120)}


def without_proxy(inner: int) -> None:
    """The control: asked directly, Parvis believes what only its proxy should write, and the probe sees it."""

    def ask(headers: dict) -> int:
        link = HTTPConnection("127.0.0.1", inner, timeout=60)
        link.request("GET", "/sante", headers=headers)
        return link.getresponse().status

    assert not is_flood_stopped(ask), "the probe cannot see a forged address that is believed"


def checks(plain: int, secure: int) -> None:
    client = Client(secure)
    answer, _ = client.ask("GET", "/")
    assert answer.status == 200
    for name in ["content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy"]:
        assert len(answer.headers.get_all(name) or []) == 1, f"{name}: {answer.headers.get_all(name)}"
    answer, _ = client.ask("GET", "/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"

    told = subprocess.run(
        ["curl", "-sko", "/dev/null", "--resolve", f"{HOST}:{secure}:127.0.0.1", "-w", "%{http_version} %{http_code}",
         f"https://{HOST}:{secure}/"], capture_output=True, text=True).stdout
    assert told == "2 200", f"HTTP/2: {told}"
    told = subprocess.run(
        ["curl", "-so", "/dev/null", "--resolve", f"{HOST}:{plain}:127.0.0.1", "-w", "%{http_code} %{redirect_url}",
         f"http://{HOST}:{plain}/quartiers?q=a"], capture_output=True, text=True).stdout
    assert re.match(rf"30[18] https://{HOST}(:{secure})?/quartiers\?q=a$", told), f"plain HTTP: {told}"

    sign_in(client)
    assert client.ask("GET", "/gestion")[0].status == 200
    evil = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mal.example"}
    assert client.form("/deconnexion", {}, evil)[0].status == 403
    assert client.ask("GET", "/gestion")[0].status == 200, "another site signed her out"
    # A browser too old to say where a form comes from still says its origin.
    old = Client(secure)
    old.cookie = client.cookie
    answer, _ = old.form("/compte/agir-pour", {}, {"Sec-Fetch-Site": "", "Origin": f"https://{HOST}:{secure}"})
    assert answer.status == 303, f"her own form: {answer.status}"

    for megabytes in [20, LIMIT_MB + 3]:
        answer, page = client.file("/gestion/territoire/import", {"source": "Essai"}, megabytes * 1_000_000)
        page = page.decode(errors="replace")
        assert answer.status in (413, 422) and "Parvis" in page, f"{megabytes} MB: {answer.status} {page[:300]}"
    assert "50" in page, "a file too large is not told with its limit"

    # Nobody chooses her own address: forged ones are counted as one visitor, and the flood is stopped.
    is_stopped = is_flood_stopped(lambda headers: Client(secure).ask("GET", "/sante", headers=headers)[0].status)
    assert is_stopped, "a forged address is believed"


def behind(name: str, configure) -> None:
    plain, secure, inner = free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory() as told:
        folder = Path(told)
        folder.chmod(0o755)
        settings = {
            "PARVIS_PUBLIC_URL": f"https://{HOST}:{secure}", "PARVIS_TRUSTED_PROXIES": "1",
            "PARVIS_REQUESTS_AT_ONCE": "60", "PARVIS_REQUESTS_PER_SECOND": "2",
        }
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PARVIS_")}
        command = [os.environ["PARVIS_BINARY"], "demo", "--data", str(folder / "data"), "--listen", f"127.0.0.1:{inner}"]
        house = subprocess.Popen(command, env={**kept, **settings}, stdout=subprocess.DEVNULL)
        proxy = None
        try:
            wait_for(inner, house)
            environment = {**kept, "XDG_DATA_HOME": told, "XDG_CONFIG_HOME": told, "HOME": told}
            log = (folder / "proxy.log").open("w")
            proxy = subprocess.Popen(configure(folder, inner, plain, secure), env=environment, stdout=log, stderr=log)
            wait_for(secure, proxy)
            without_proxy(inner)
            checks(plain, secure)
        except Exception:
            print((folder / "proxy.log").read_text() if (folder / "proxy.log").exists() else "", file=sys.stderr)
            raise
        finally:
            for child in [proxy, house]:
                if child:
                    child.terminate()
                    child.wait(15)
    print(f"ok      behind {name}")


if __name__ == "__main__":
    behind("nginx", nginx)
    behind("Caddy", caddy)
    print("2 passed, 0 failed")
