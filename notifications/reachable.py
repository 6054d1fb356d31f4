"""Whether the providers answer, asked without a message: for the operator's check-up."""

import smtplib
import socket
from urllib.parse import urlsplit

from models.settings import settings
from models.settings.providers import mail_server, sms_gateways
from notifications.relay import COMMAND_SECONDS, connect


def mail() -> str:
    """Why the relay does not greet us, or does not take our name and password; "" when it does."""
    chosen = settings()
    our_name = urlsplit(chosen.base_url).hostname or "localhost"
    try:
        line = connect(mail_server(chosen.smtp_url), our_name)
        line.quit()
    except smtplib.SMTPResponseException as error:
        return f"it answered {error.smtp_code}"
    except (smtplib.SMTPException, OSError) as error:
        return str(error) or type(error).__name__
    return ""


def texts() -> str:
    """Why a gateway's port is not open; "" when all are. To ask more would be to send something."""
    for gateway in sms_gateways(settings().sms_url):
        parts = urlsplit(gateway.base_url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            socket.create_connection((parts.hostname or "", port), timeout=COMMAND_SECONDS).close()
        except OSError as error:
            return f"{gateway.operator}: {error}"
    return ""
