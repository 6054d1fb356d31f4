"""Every stored detail about a person: what for, by what right, how long (GDPR, articles 13 and 30).

The privacy notice is made from this table, and a test holds it against the schema: a column that
holds words, or that points at a person, stands here exactly once.
"""

from enum import StrEnum
from typing import NamedTuple

from models.personal_review import REVIEW, STAFF


class Basis(StrEnum):
    """GDPR, article 6.1."""

    TASK = "task"
    """e: a task in the public interest, and the exercise of official authority"""
    DUTY = "duty"
    """c: a legal obligation, here the act 1998:112 on bulletin boards"""
    CONSENT = "consent"
    """a"""


class Kept(StrEnum):
    """How long; nothing is said here that the product does not do."""

    CASE = "case"
    """As long as the case: a public record, destroyed only by a rule of the municipality."""
    ACCOUNT = "account"
    """Until she takes it away herself, or everything about her is erased."""
    SIGNED_IN = "signed_in"
    SHORT = "short"
    TAKEN_BACK = "taken_back"
    """Until she takes it back, or is erased."""
    RULE = "rule"
    """As the rule for it says (models.retention)."""
    DEMO = "demo"


class Use(NamedTuple):
    """One purpose. `fields` are what the notice names, each with its columns."""

    basis: Basis
    kept: Kept
    fields: dict[str, tuple[str, ...]]


USES: dict[str, Use] = {
    "case": Use(
        Basis.TASK,
        Kept.CASE,
        {
            "words": (
                "text.title",
                "text.source",
                "text.html",
                "text.unmasked_title",
                "text.unmasked_source",
            ),
            "index": ("search_word.stem", "search_word.head", "search_word.tail"),
            "place": ("submission.place", "submission.latitude", "submission.longitude"),
            "file": ("attachment.name", "attachment.alt", "picture_mask.name"),
            "byline": ("submission.byline", "comment.byline"),
            "history": ("event.facts", "event.actor_id"),
            "afterwards": ("satisfaction.words",),
        },
    ),
    "answer": Use(
        Basis.TASK,
        Kept.CASE,
        {
            "address": ("contact.address", "token.contact_id"),
            "reply_to": ("submission.reply_to",),
            "name": ("submission.name", "person.name", "token.name"),
            "sender": ("submission.contact_id", "comment.contact_id", "contact.person_id"),
            "language": (
                "submission.language",
                "person.language",
                "token.language",
                "subscription.language",
                "delivery.language",
            ),
            "sent": ("delivery.address", "delivery.contact_id", "delivery_event.address"),
            "helper": ("helping.contact_id", "helping.name"),
            "texted": ("text_received.address", "text_received.contact_id"),
            "reached": ("suppression.contact_id", "bounce.contact_id"),
        },
    ),
    "participation": Use(
        Basis.TASK,
        Kept.TAKEN_BACK,
        {
            "declared": (
                "declaration.person_id",
                "declaration.tied",
                "declaration.birth_year",
                "waiting_declaration.tied",
                "waiting_declaration.birth_year",
            )
        },
    ),
    "protected": Use(
        Basis.TASK,
        Kept.TAKEN_BACK,
        {"protected": ("person.protected", "submission.protected")},
    ),
    "own_page": Use(
        Basis.CONSENT,
        Kept.TAKEN_BACK,
        {"own_page": ("public_profile.person_id", "public_profile.slug", "public_profile.name")},
    ),
    "organisation": Use(
        Basis.TASK,
        Kept.CASE,
        {
            "member": (
                "membership.contact_id",
                "membership.person_id",
                "membership.invited_by_id",
                "organisation.made_by_id",
            ),
            "organisation": ("organisation.email",),
        },
    ),
    "panel": Use(
        Basis.CONSENT,
        Kept.TAKEN_BACK,
        {
            "panel": (
                "panel_member.contact_id",
                "panel_member.person_id",
                "panel_member.code",
                "panel_member.invited_by_id",
                "panel.made_by_id",
                "panel_sample.by_id",
            ),
            "sample": ("panel_sample.pool", "panel_sample.drawn"),
        },
    ),
    "support": Use(
        Basis.TASK,
        Kept.CASE,
        {
            "support": ("vote.person_id", "move_question.person_id", "move_question.contact_id"),
            "network": ("vote.network", "support_finding.network"),
            "roll": ("poll_roll.person_id",),
            "helpful": ("helpful.person_id",),
            "rated": ("rater.person_id",),
            "ballot": ("ballot_paper.key", "ballot_paper.choices", "ballot_paper.receipt"),
        },
    ),
    "occasion": Use(
        Basis.TASK,
        Kept.CASE,
        {"coming": ("sign_up.person_id",)},
    ),
    "updates": Use(
        Basis.CONSENT,
        Kept.CASE,
        {
            "updates": ("subscription.contact_id",),
            "silence": ("silence.contact_id", "pause.contact_id"),
        },
    ),
    "review": Use(
        Basis.DUTY,
        Kept.CASE,
        REVIEW,
    ),
    "signed_in": Use(
        Basis.TASK,
        Kept.SIGNED_IN,
        {
            "session": (
                "browser_session.person_id",
                "browser_session.token_hash",
                "browser_session.provider",
                "browser_session.challenge",
            )
        },
    ),
    "second_factor": Use(
        Basis.TASK,
        Kept.ACCOUNT,
        {"factor": ("factor.person_id", "factor.name", "factor.secret", "factor.credential")},
    ),
    "identity": Use(
        Basis.TASK,
        Kept.ACCOUNT,
        {
            "identity": (
                "identity.person_id",
                "identity.provider",
                "identity.issuer",
                "identity.subject",
            ),
            "number": ("known_number.digest", "known_number.person_id"),
            "proved": ("identity.identified", "identity.resident", "person.born_on"),
        },
    ),
    "own": Use(
        Basis.TASK,
        Kept.RULE,
        {
            "changed": (
                "address_change.person_id",
                "address_change.old_id",
                "address_change.new_id",
            ),
            "fetched": ("own_download.person_id",),
        },
    ),
    "away": Use(
        Basis.TASK, Kept.RULE, {"last_here": ("person.signed_in_at", "long_away.person_id")}
    ),
    "limits": Use(Basis.TASK, Kept.SHORT, {"limit": ("allowance.who", "form_key.digest")}),
    "staff": Use(
        Basis.TASK,
        Kept.CASE,
        STAFF,
    ),
    "demo": Use(
        Basis.TASK,
        Kept.DEMO,
        {"message": ("demo_message.address", "demo_message.subject", "demo_message.text")},
    ),
}
