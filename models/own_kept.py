"""The parts of a person's record that we keep to reach her and to know her again."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from models.access_log import access_log
from models.address_change import changes
from models.bounce import Bounce
from models.database import table_of
from models.declaration import declarations
from models.delivery import deliveries
from models.downloading import downloads
from models.factor import factors
from models.helped import Helping
from models.identity import Identity
from models.membership import memberships
from models.organisations import organisations
from models.own_part import Part, Whose, of_addresses, of_person
from models.panel.row import panel_members, panels
from models.pause import pauses
from models.person import Contact, Person
from models.public_texts import profiles, ticks
from models.retention.long_away import long_away
from models.sanction import sanctions
from models.session import BrowserSession
from models.silence import silences
from models.submission import submissions
from models.suppression import suppressions
from models.token import Token

_people = table_of(Person)
_contacts = table_of(Contact)
_sessions = table_of(BrowserSession)
_identities = table_of(Identity)
_bounces = table_of(Bounce)
_tokens = table_of(Token)
_helpings = table_of(Helping)
_s = submissions.c


def _either(columns: Any, hers: Whose) -> ColumnElement[bool]:
    return or_(columns.person_id == hers.person_id, columns.contact_id.in_(hers.contacts))


KEPT: tuple[Part, ...] = (
    Part(
        "person",
        ("contact.person_id", "long_away.person_id"),
        lambda hers: (
            select(
                _people.c.name,
                _people.c.language,
                _people.c.born_on,
                _people.c.protected,
                _people.c.suspended,
                _people.c.created_at,
                long_away.c.told_at,
            )
            .outerjoin(long_away, long_away.c.person_id == _people.c.id)
            .where(_people.c.id == hers.person_id)
        ),
    ),
    Part(
        "addresses",
        ("pause.contact_id", "silence.contact_id", "suppression.contact_id"),
        lambda hers: (
            select(
                _contacts.c.channel,
                _contacts.c.address,
                _contacts.c.confirmed_at,
                pauses.c.until.label("paused_until"),
                silences.c.at.label("silent_since"),
                suppressions.c.why.label("unreached"),
                suppressions.c.since.label("unreached_since"),
            )
            .outerjoin(pauses, pauses.c.contact_id == _contacts.c.id)
            .outerjoin(silences, silences.c.contact_id == _contacts.c.id)
            .outerjoin(suppressions, suppressions.c.contact_id == _contacts.c.id)
            .where(_contacts.c.id.in_(hers.contacts))
            .order_by(_contacts.c.id)
        ),
    ),
    Part(
        "sent",
        ("delivery.contact_id",),
        lambda hers: (
            select(
                deliveries.c.created_at,
                deliveries.c.channel,
                deliveries.c.address,
                deliveries.c.kind.label("letter"),
                _s.reference,
                deliveries.c.state,
                deliveries.c.code,
                deliveries.c.sent_at,
            )
            .outerjoin(submissions, _s.id == deliveries.c.submission_id)
            .where(deliveries.c.contact_id.in_(hers.contacts))
            .order_by(deliveries.c.id)
        ),
    ),
    of_addresses(
        "returned",
        _bounces.c.contact_id,
        _bounces.c.at,
        _bounces.c.kind.label("came_back"),
        _bounces.c.status.label("answer"),
    ),
    of_addresses(
        "buttons",
        _tokens.c.contact_id,
        _tokens.c.created_at,
        _tokens.c.purpose,
        _tokens.c.used_at,
        _tokens.c.expires_at,
    ),
    of_person(
        "signed_in",
        _sessions.c.person_id,
        _sessions.c.created_at,
        _sessions.c.last_seen_at,
        _sessions.c.entered_by,
        _sessions.c.provider,
        _sessions.c.strong_at,
    ),
    of_person(
        "identities",
        _identities.c.person_id,
        _identities.c.provider,
        _identities.c.issuer,
        _identities.c.subject.label("subject_there"),
        _identities.c.identified,
        _identities.c.resident,
        _identities.c.made_at,
        _identities.c.last_used_at,
    ),
    of_person(
        "changes",
        changes.c.person_id,
        changes.c.asked_at,
        changes.c.kind.label("change"),
        changes.c.applied_at,
        changes.c.over_at,
    ),
    of_person("downloads", downloads.c.person_id, downloads.c.made_at, downloads.c.used_at),
    # Which role, not which of us: a colleague's name is not hers to have.
    of_person(
        "looked_at",
        access_log.c.about_person_id,
        access_log.c.at,
        access_log.c.what.label("looked"),
        access_log.c.role,
    ),
    of_person(
        "factors",
        factors.c.person_id,
        factors.c.created_at,
        factors.c.kind.label("proof"),
        factors.c.name,
        factors.c.used_at,
    ),
    Part(
        "declared",
        ("declaration.person_id",),
        lambda hers: select(
            declarations.c.made_at, declarations.c.tied, declarations.c.birth_year
        ).where(declarations.c.person_id == hers.person_id),
    ),
    Part(
        "sanctions",
        ("sanction.person_id", "sanction.contact_id"),
        lambda hers: (
            select(
                sanctions.c.from_at,
                sanctions.c.kind.label("measure"),
                sanctions.c.reason,
                sanctions.c.message.label("words"),
                sanctions.c.until_at,
                sanctions.c.lifted_at,
            )
            .where(
                or_(
                    sanctions.c.person_id == hers.person_id,
                    sanctions.c.contact_id.in_(hers.contacts),
                )
            )
            .order_by(sanctions.c.id)
        ),
    ),
    Part(
        "profile",
        ("public_profile.person_id", "public_profile_text.person_id"),
        lambda hers: select(
            profiles.c.made_at,
            profiles.c.name,
            profiles.c.slug,
            select(func.count())
            .select_from(ticks)
            .where(ticks.c.person_id == profiles.c.person_id)
            .scalar_subquery()
            .label("texts"),
        ).where(profiles.c.person_id == hers.person_id),
    ),
    Part(
        "memberships",
        ("membership.person_id", "membership.contact_id"),
        lambda hers: (
            select(
                memberships.c.invited_at,
                organisations.c.name.label("organisation"),
                memberships.c.part,
                memberships.c.accepted_at,
                memberships.c.ended_at,
            )
            .join(organisations, organisations.c.id == memberships.c.organisation_id)
            .where(_either(memberships.c, hers))
            .order_by(memberships.c.id)
        ),
    ),
    Part(
        "panels",
        ("panel_member.person_id", "panel_member.contact_id"),
        lambda hers: (
            select(
                panel_members.c.invited_at,
                panels.c.name.label("panel"),
                panel_members.c.code,
                panel_members.c.accepted_at,
                panel_members.c.ended_at,
            )
            .join(panels, panels.c.id == panel_members.c.panel_id)
            .where(_either(panel_members.c, hers))
            .order_by(panel_members.c.id)
        ),
    ),
    Part(
        "helped",
        ("helping.contact_id",),
        lambda hers: (
            # Whose case it is, is not hers to have: the number alone.
            select(_s.reference, _s.received_at, _helpings.c.name, _helpings.c.taken_over_at)
            .join(submissions, _s.id == _helpings.c.submission_id)
            .where(_helpings.c.contact_id.in_(hers.contacts))
            .order_by(_s.id)
        ),
    ),
)
