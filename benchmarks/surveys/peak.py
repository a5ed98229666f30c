"""The historical peak: 34 answers and 700 pages a second for twenty seconds, sent at their hour whatever the server does."""

import asyncio
import secrets
import statistics
import sys
import time
import urllib.parse

address, path = sys.argv[1:]
host, port = urllib.parse.urlparse(address).netloc.split(":")
ANSWERS, PAGES, SECONDS = 34, 700, 20
PLACES = ["QN01102I", "QN01103I", "QN01104I", "QN01105I", "QN01106M"]
waits = {"answer": [], "page": []}
wrong = 0


def answer():
    body = f"cle={secrets.token_hex(16)}&version=1&r.quartier={secrets.choice(PLACES)}&r.de_quoi_faut_il_s=sante".encode()
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def page():
    return f"GET {path.rsplit('/', 1)[0]} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


async def talk(queue):
    global wrong
    reader, writer = await asyncio.open_connection(host, int(port))
    while (told := await queue.get()) is not None:
        kind, due, bytes_ = told
        writer.write(bytes_)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), None)
        if length is None:
            await reader.readuntil(b"0\r\n\r\n")
        else:
            await reader.readexactly(length)
        wrong += not head.startswith(b"HTTP/1.1 200")
        waits[kind].append((time.perf_counter() - due) * 1000)
    writer.close()


async def main():
    queue = asyncio.Queue()
    talkers = [asyncio.create_task(talk(queue)) for _ in range(64)]
    begin = time.perf_counter() + 0.5
    plan = sorted(
        [(begin + i / ANSWERS, "answer") for i in range(ANSWERS * SECONDS)]
        + [(begin + i / PAGES, "page") for i in range(PAGES * SECONDS)]
    )
    for due, kind in plan:
        delay = due - time.perf_counter()
        if delay > 0:
            await asyncio.sleep(delay)
        queue.put_nowait((kind, due, answer() if kind == "answer" else page()))
    for _ in talkers:
        queue.put_nowait(None)
    await asyncio.gather(*talkers)


asyncio.run(main())
for kind, all_ in waits.items():
    cuts = statistics.quantiles(all_, n=100)
    print(f"  peak, {kind}: {len(all_) / SECONDS:.0f}/s, median {cuts[49]:.1f} ms, 99 % {cuts[98]:.1f} ms", file=sys.stderr)
print(f"  peak: {wrong} not answered with 200", file=sys.stderr)
