"""A mail server for tests, whose answer depends on the recipient. Prints its port, then one JSON line a mail received.

later@  451 the first time, accepted after      never@  550 to the recipient      full@   552 to the text
cut@    the line is cut after the text          busy@   452 to the recipient the first time

A line written to its standard input comes back as a mark, after every mail received before it.
An argument: how many milliseconds it takes before a mail is received, and again before it says so.
"""

import asyncio
import json
import sys
import threading
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP

seen = set()
pause = int(sys.argv[1]) / 1000 if len(sys.argv) > 1 else 0


def first_time(envelope):
    new = envelope not in seen
    seen.add(envelope)
    return new


class Answers:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "never":
            return "550 5.1.1 no such mailbox"
        if name == "busy" and first_time(address):
            return "452 4.2.2 mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        name = to.split("@")[0]
        if name == "later" and first_time(to):
            return "451 4.3.0 try again later"
        if name == "full":
            return "552 5.2.2 mailbox full"
        await asyncio.sleep(pause)
        mail = message_from_bytes(envelope.content, policy=default)
        print(
            json.dumps(
                {
                    "to": to,
                    "from": envelope.mail_from,
                    "subject": mail["Subject"],
                    "id": mail["Message-ID"],
                    "headers": sorted(mail.keys()),
                    "text": mail.get_content(),
                }
            ),
            flush=True,
        )
        await asyncio.sleep(pause)
        if name == "cut":
            server.transport.abort()
            await asyncio.sleep(0.2)
        return "250 2.0.0 accepted"


def say_marks(loop):
    for line in sys.stdin:
        loop.call_soon_threadsafe(lambda mark=int(line): print(json.dumps({"mark": mark}), flush=True))


async def serve():
    loop = asyncio.get_running_loop()
    threading.Thread(target=say_marks, args=(loop,), daemon=True).start()
    server = await loop.create_server(lambda: SMTP(Answers(), hostname="essai", loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


try:
    asyncio.run(serve())
except KeyboardInterrupt:
    sys.exit(0)
