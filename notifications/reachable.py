"""Whether the providers answer, asked without a message: for the operator's check-up."""

import smtplib
import socket
from urllib.parse import urlsplit

from models.settings import settings
from models.settings.providers import mail_server, sms_gateway
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
    """Why the gateway's port is not open; "" when it is. To ask more would be to send something."""
    parts = urlsplit(sms_gateway(settings().sms_url).base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=COMMAND_SECONDS):
            return ""
    except OSError as error:
        return str(error)
