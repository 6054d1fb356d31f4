"""Where test messages end: a real SMTP server, and gateways that speak as 46elks and Twilio.

Both listen on loopback only, keep everything in memory and, when given a folder, as one file a
message, so that another process can read it. From a test:

    with MailSink() as sink:
        sink.answers.append("rcpt:550 5.1.1 no such user")

From a script: python -m tests.sinks --smtp-port 2525 --sms-port 2580 --out DIR --receipts
"""

import argparse
import signal
import threading
from pathlib import Path

from tests.mail_sink import Mail, MailSink
from tests.sms_gateway import Sms, SmsGateway, TwilioGateway

__all__ = ["Mail", "MailSink", "Sms", "SmsGateway", "TwilioGateway"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--smtp-port", type=int, default=2525)
    asked.add_argument("--sms-port", type=int, default=2580)
    asked.add_argument("--out", type=Path, help="folder for mail/*.eml and sms/*.json")
    asked.add_argument("--receipts", action="store_true", help="report every SMS as delivered")
    given = asked.parse_args()
    mail_folder, sms_folder = (given.out and given.out / name for name in ("mail", "sms"))
    receipts = ("sent", "delivered") if given.receipts else ()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with (
        MailSink(given.smtp_port, mail_folder) as mail,
        SmsGateway(given.sms_port, sms_folder, receipts=receipts) as sms,
    ):
        print(f"listening: {mail.url} {sms.url}", flush=True)
        ended.wait()
        print(f"kept: {len(mail.mails)} mails, {len(sms.messages)} sms", flush=True)


if __name__ == "__main__":
    main()
