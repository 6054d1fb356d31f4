"""`letter`: an example of a kind of letter, shown, or sent through the town's own pipe (NT-16)."""

import click

import templates
from models import address, calendar
from models import hold as holding
from models.database import transaction
from models.errors import Invalid
from models.settings import settings
from notifications import examples
from notifications.letter import Accepted, Channel, Letter, NotNow, TryLater, Undeliverable
from notifications.pipes import Pipes, is_open
from notifications.sms.segments import segments
from templates.environment import DEFAULT_LANGUAGE, LANGUAGES
from web.commands.opening import open_town


@click.command()
@click.argument("kind", required=False)
@click.option("--to", help="The e-mail address or mobile number it goes to.")
@click.option("--show", is_flag=True, help="Print subject and text, and send nothing.")
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE)
@click.option("--channel", type=click.Choice(["email", "sms"]), default="email")
def letter(kind: str | None, to: str | None, show: bool, language: str, channel: Channel) -> None:
    """Show an example letter of a KIND, or send it to yourself; without KIND list the kinds.

    Of invented people, marked as a test, with links that lead to the start page alone. It goes the
    way of every letter (TORGET_DELIVERY), and is not written down as one.
    """
    known = examples.kinds()
    if kind is None:
        for name, channels in known.items():
            click.echo(f"{name}: {', '.join(channels)}")
        return
    if kind not in known:
        raise click.BadParameter("no such kind. List them with: python -m web letter")
    if channel not in known[kind]:
        raise click.BadParameter(f"{kind} is sent by {', '.join(known[kind])} only")
    if not show and to is None:
        raise click.UsageError("Say where it goes (--to), or --show it.")
    receiver = "" if to is None else _checked(to, channel)
    site = open_town()
    templates.configure(clock=calendar.now, zone=calendar.zone())
    templates.reword(site.own_words)
    made = examples.example(kind, channel, receiver, site, language)
    if show:
        click.echo(f"{made.subject}\n\n{made.text}" if made.subject else made.text)
        if channel == "sms":
            click.echo(_measured(made.text))
        return
    _refuse_while_held()
    pipes = Pipes(settings(), site)
    try:
        click.echo(_said(_sent(pipes, made)))
    finally:
        pipes.close()


def _measured(text: str) -> str:
    """What an operator takes money for (spec NT-19)."""
    size = segments(text)
    return f"\n{size.parts} part(s), {size.units} units of {size.encoding}"


def _checked(to: str, channel: Channel) -> str:
    try:
        found = address.email(to) if channel == "email" else address.phone(to)
    except Invalid as error:
        raise click.BadParameter(f"not an address for {channel}", param_hint="--to") from error
    if channel == "sms" and not address.is_mobile(found):
        raise click.BadParameter("no text message reaches this number", param_hint="--to")
    return found


def _refuse_while_held() -> None:
    """A town that is silent is silent to its operator too."""
    if not is_open(settings()):
        raise click.ClickException(
            "Nothing leaves while TORGET_DELIVERY is hold. Look at it with --show."
        )
    with transaction(write=False) as session:
        held = holding.since(session) is not None
    if held:
        raise click.ClickException(
            "Nothing leaves before: python -m web resume. Look at it with --show."
        )


def _sent(pipes: Pipes, made: Letter) -> Accepted:
    try:
        return pipes.send(made)
    except NotNow as error:
        raise click.ClickException("Not sent: today's text messages are used up.") from error
    except TryLater as error:
        raise click.ClickException(f"Not sent, try again later: {error.code}") from error
    except Undeliverable as error:
        raise click.ClickException(f"Not sent, and never will be: {error.code}") from error


def _said(accepted: Accepted) -> str:
    chosen = settings()
    if chosen.demo:
        return f"Kept, as everything in a demo: {chosen.base_url}/demo/outbox"
    if chosen.delivery == "log":
        return "Not sent: TORGET_DELIVERY is log."
    return f"Sent. It was taken as {accepted.provider_ref} {accepted.note}".rstrip()
