"""Forty devices write notes at one meeting; prints one line of the table. See run.sh."""

import collections
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

DEVICES, NOTES, A_MINUTE = 40, int(os.environ.get("PARVIS_BENCHMARK_NOTES", "5000")), 1200


class Browser:
    """One connection kept open, with its cookies."""

    def __init__(self, host):
        self.link, self.cookies = http.client.HTTPConnection(host, timeout=60), {}

    def ask(self, path, fields=None):
        head = {"sec-fetch-site": "same-origin", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields)
        self.link.request("GET" if fields is None else "POST", path, body, head)
        answer = self.link.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, answer.read().decode()


class Device:
    """A telephone that does one thing, over one connection: what it costs this machine is not counted with what it waits for."""

    def __init__(self, host, path):
        address, port = host.split(":")
        self.link = socket.create_connection((address, int(port)), timeout=60)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        ).encode()

    def send(self, form):
        """The whole answer."""
        self.link.sendall(self.head + str(len(form)).encode() + b"\r\n\r\n" + form)
        answer = self.link.recv(65_536)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(body) < length:
            more = self.link.recv(65_536)
            answer, body = answer + more, body + more
        return answer


def first(pattern, text):
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"{pattern} is not in the page")
    return found.group(1)


def part(times, share):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * share))]


def together(work):
    """Runs `work(device)` on every device at once; gives the times of all of them, and how long it took."""
    times, hands, begun = [[] for _ in range(DEVICES)], [], time.monotonic()
    for device in range(DEVICES):
        hands.append(threading.Thread(target=lambda at=device: times[at].extend(work(at))))
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return [one for own in times for one in own], time.monotonic() - begun


def main():
    binary, name, *options = sys.argv[1:]
    environment = os.environ | {"PARVIS_REQUESTS_AT_ONCE": "1000000", "PARVIS_REQUESTS_PER_SECOND": "1000000"}
    with tempfile.TemporaryDirectory() as folder:
        command = [binary, "demo", "--listen", "127.0.0.1:0", "--data", folder, *options]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            host = next(match.group(1) for line in server.stdout if (match := re.search(r"http://([0-9.:]+)", line)))
            threading.Thread(target=lambda: collections.deque(server.stdout, 0), daemon=True).start()
            measure(host, name)
        finally:
            server.terminate()
            server.wait()


def measure(host, name):
    leader = Browser(host)
    page = leader.ask("/demonstration")[1]
    form = next(part for part in page.split("<form")[1:] if "Claire Vidal" in part.split("</form>")[0])
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.split("</form>")[0]))
    leader.ask(first(r'action="([^"]+)"', form), hidden)
    meeting = first(r'href="(/gestion/rencontres/[0-9a-f-]{36})"', leader.ask("/gestion/rencontres")[1])
    join, board = None, None

    def opened():
        leader.ask(f"{meeting}/telephones", {"pour": "notes"})
        sheet = leader.ask(meeting)[1]
        return f"/r/{first(r'join-code.>([^<]+)<', sheet).replace('-', '')}/notes", first(r'href="(/gestion/tri/[^"]+)"', sheet)

    join, board = opened()

    def read(_):
        browser, own = Browser(host), []
        for _ in range(25):
            begun = time.monotonic()
            assert browser.ask("/r")[0] == 200
            own.append(time.monotonic() - begun)
        return own

    base, _ = together(read)
    written, kept = [], []
    # A meeting takes so many notes a minute from telephones: a longer run waits for its turn, outside of the measure.
    rounds = -(-NOTES // A_MINUTE)
    seconds = 0.0
    for turn in range(rounds):
        share = min(A_MINUTE, NOTES - turn * A_MINUTE) // DEVICES

        def write(device, turn=turn, share=share):
            device_link, own = Device(host, join), []
            for number in range(share):
                key, words = str(uuid.uuid4()), f"Essai {turn}-{device}-{number}."
                form = f"reponse=cles&nature=need&note-{key}={words.replace(' ', '+')}".encode()
                begun = time.monotonic()
                answer = device_link.send(form)
                own.append(time.monotonic() - begun)
                if not answer.startswith(b"HTTP/1.1 200 ") or key.encode() not in answer:
                    sys.exit(f"{answer[:400]}")
                written.append(words)
            return own

        own, took = together(write)
        kept += own
        seconds += took
        if turn + 1 < rounds:
            time.sleep(61)
    # Waiting for turns took minutes: the server has closed this connection.
    leader.link.close()
    told = leader.ask(f"{board}&format=csv-ouvert")[1]
    times = collections.Counter(re.findall(r"Essai \d+-\d+-\d+\.", told))
    lost = sum(times[words] == 0 for words in written)
    twice = sum(times[words] > 1 for words in written)
    ratio = [part(kept, share) / part(base, share) for share in (0.5, 0.95)]
    print(
        f"| {name} | {len(written)} | {ratio[0]:.1f} | {ratio[1]:.1f} | {part(kept, 0.95) * 1000:.0f} "
        f"| {len(written) / seconds:.0f} | {lost} | {twice} |"
    )


main()
