"""Following and no longer following, over HTTP."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import calendar, subscription
from models import settings as town_settings
from models.answer import answer as give_answer
from models.calendar import DAY, now
from models.database import transaction
from models.person import Channel, reach
from models.states import Kind, Publication
from models.submission import submissions, take
from models.subscription import MANAGE, Extent, Subscription, SubscriptionState, Topic
from models.token import Purpose
from tests import people
from tests.notifications.post import address, follow
from tests.web.visiting import letters, link

pytestmark = pytest.mark.once

ADDRESS = "nils@example.org"


@pytest.fixture
def case(town):
    with transaction() as session:
        return people.published(session, title="En cykelväg längs ån").reference


def _asked(site, case=None, email=ADDRESS, **fields):
    browser = site.browser()
    about = {"topic": "submission", "submission": case} if case else {"topic": "decisions"}
    form = about | {"channel": "email", "email": email, "extent": "answers"} | fields
    return browser.post("/subscriptions", form)


def _wishes() -> list[Subscription]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Subscription).order_by(Subscription.id)))


def _following(*cases, address=ADDRESS) -> list[Subscription]:
    """Confirmed wishes of one address: for cases, and for all decisions last."""
    with transaction() as session:
        place = reach(session, Channel.EMAIL, address)
        people.confirm(session, place.id)
        made = [
            subscription.ask(
                session,
                place.id,
                Topic.SUBMISSION if case else Topic.DECISIONS,
                submission_id=take(session, case).id if case else None,
                extent=Extent.ANSWERS,
                language="en",
            )
            for case in (*cases, None)
        ]
        return [subscription.confirm(session, wish.id) for wish in made]


def _managed(wish) -> str:
    return f"/subscriptions/{subscription.link(wish, MANAGE)}"


def _states() -> list[SubscriptionState]:
    return [wish.state for wish in _wishes()]


def test_following_a_case_begins_with_the_button_in_the_letter(site, case):
    page = site.browser().get(f"/subscriptions/new?submission={case}").text
    assert re.search(r'value="answers" checked', page)
    answer = _asked(site, case)
    assert answer.status_code == 200
    assert f"We sent an e-mail to <b>{ADDRESS}</b>. Press Confirm in it." in answer.text
    assert (_states(), letters()) == ([SubscriptionState.PENDING], 1)
    done = site.browser().post(f"/confirm/{link(Purpose.SUBSCRIPTION)}")
    assert "You will get updates." in done.text
    assert "En cykelväg längs ån" in done.text
    assert _states() == [SubscriptionState.ACTIVE]
    with transaction() as session:
        assert reach(session, Channel.EMAIL, ADDRESS).confirmed


def test_all_decisions_can_be_followed(site):
    assert "All decisions of the municipality" in site.browser().get("/subscriptions/new").text
    assert _asked(site).status_code == 200
    page = site.browser().get(f"/confirm/{link(Purpose.SUBSCRIPTION)}")
    assert "All decisions" in page.text
    site.browser().post(f"/confirm/{link(Purpose.SUBSCRIPTION)}")
    assert [(wish.topic, wish.state) for wish in _wishes()] == [
        (Topic.DECISIONS, SubscriptionState.ACTIVE)
    ]


def test_the_answer_is_the_same_whether_the_address_follows_already_or_not(site, case):
    _following(case, address="known@example.org")
    known = _asked(site, case, email="known@example.org")
    unknown = _asked(site, case, email="other@example.org")
    assert known.status_code == unknown.status_code
    assert known.text.replace("known@", "x@") == unknown.text.replace("other@", "x@")
    assert known.headers.keys() == unknown.headers.keys()
    assert letters() == 2


def test_asking_in_the_name_of_another_changes_nothing_of_hers(site, case):
    _following(case)
    _asked(site, case, extent="everything")
    assert [wish.extent for wish in _wishes()] == [Extent.ANSWERS, Extent.ANSWERS]
    site.browser().post(f"/confirm/{link(Purpose.SUBSCRIPTION)}")
    assert _wishes()[0].extent is Extent.EVERYTHING


def test_ones_own_address_needs_no_letter(site, case):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(sam)
    form = {"topic": "submission", "submission": case, "channel": "email", "email": sam.address}
    answer = browser.post("/subscriptions", form)
    assert answer.status_code == 303
    assert "En cykelväg längs ån" in browser.get(answer.headers["location"]).text
    assert (_states(), letters()) == ([SubscriptionState.ACTIVE], 0)


def test_what_is_not_public_cannot_be_followed(site):
    with transaction() as session:
        waiting = people.a_submission(session, title="Hemlig rubrik").reference
    page = site.browser().get(f"/subscriptions/new?submission={waiting}")
    assert page.status_code == 404
    assert _asked(site, waiting).status_code == 404
    assert _asked(site, "2026-99999").status_code == 404
    assert _wishes() == []


def test_three_letters_a_day_and_no_more(site, case):
    calendar.freeze(now())
    statuses = []
    for extent in ("answers", "everything") * 2:
        statuses.append(_asked(site, case, extent=extent).status_code)
        calendar.advance(61)
    assert statuses == [200, 200, 200, 429]
    assert letters() == 3
    calendar.freeze(now() + DAY)
    assert _asked(site, case).status_code == 200


def test_one_text_message_a_minute_and_three_a_day(site, case):
    calendar.freeze(calendar.start_of(calendar.today()) + 9 * calendar.HOUR)
    with transaction() as session:
        others = [people.published(session, title=f"Förslag {n}").reference for n in range(4)]
    form = {"channel": "sms", "phone": "070-174 06 05", "email": ""}
    assert _asked(site, others[0], **form).status_code == 200
    waits = _asked(site, others[1], **form)
    assert waits.status_code == 429
    assert "Wait 1 minute and try again." in waits.text
    assert "070-174 06 05" in waits.text
    statuses = []
    for reference in others[1:]:
        calendar.advance(60)
        statuses.append(_asked(site, reference, **form).status_code)
    assert statuses == [200, 200, 429]
    assert letters() == 3


# The page by the standing link


def test_the_link_shows_everything_the_address_hears_of(site, case):
    wishes = _following(case)
    page = site.browser().get(_managed(wishes[0]))
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "same-origin"
    for words in (f"We send to {ADDRESS}.", "En cykelväg längs ån", "All decisions"):
        assert words in page.text


def test_stopping_one_can_be_undone(site, case):
    wishes = _following(case)
    browser, here = site.browser(), _managed(wishes[0])
    stopped = browser.post(f"{here}/wishes/{wishes[1].id}/stop")
    assert _states() == [SubscriptionState.ACTIVE, SubscriptionState.STOPPED]
    page = browser.get(stopped.headers["location"]).text
    assert "You will hear no more about All decisions." in page
    undo = re.search(r'action="([^"]+/resumption)"', page)[1]
    browser.post(undo)
    assert _states() == [SubscriptionState.ACTIVE] * 2


def test_stopping_everything_can_be_undone(site, case):
    wishes = _following(case)
    browser, here = site.browser(), _managed(wishes[0])
    browser.post(f"{here}/wishes/{wishes[1].id}/stop")
    calendar.advance(60)
    stopped = browser.post(f"{here}/stop")
    assert _states() == [SubscriptionState.STOPPED] * 2
    page = browser.get(stopped.headers["location"]).text
    assert "You will hear no more from us." in page
    browser.post(re.search(r'action="([^"]+/resumption)"', page)[1])
    assert _states() == [SubscriptionState.ACTIVE, SubscriptionState.STOPPED]


def test_one_can_hear_of_more_or_of_less_sooner_or_later_and_in_another_language(site, case):
    wishes = _following(case)
    browser, action = site.browser(), f"{_managed(wishes[0])}/wishes/{wishes[0].id}"
    for extent, frequency, language in (
        ("everything", "weekly", "sv"),
        ("decision", "daily", "en"),
        ("answers", "at_once", "en"),
    ):
        form = {"extent": extent, "frequency": frequency, "language": language}
        assert browser.post(action, form).status_code == 303
        wish = _wishes()[0]
        assert (wish.extent, wish.frequency, wish.language) == (extent, frequency, language)
    for wrong in ({"extent": "all"}, {"frequency": "hourly"}, {"language": "xx"}):
        assert browser.post(action, form | wrong).status_code == 422
    assert (_wishes()[0].extent, _wishes()[0].language) == (Extent.ANSWERS, "en")


def test_there_are_no_digests_by_text_message(site, case):
    with transaction() as session:
        place = reach(session, Channel.SMS, "+46701740605")
        people.confirm(session, place.id)
        wish = follow(session, people.Someone(1, place.id, "Nils", ""), take(session, case))
    page = site.browser().get(_managed(wish)).text
    assert 'name="frequency" value="at_once"' in page
    assert "Every day at 7" not in page
    form = {"extent": "answers", "frequency": "daily", "language": "sv"}
    answer = site.browser().post(f"{_managed(wish)}/wishes/{wish.id}", form)
    assert answer.status_code == 422


def test_a_wish_of_another_address_cannot_be_touched(site, case):
    mine, *_ = _following(case)
    hers, *_ = _following(case, address="rosa@example.org")
    browser = site.browser()
    form = {"extent": "everything", "frequency": "daily", "language": "sv"}
    for verb in ("/stop", "/resumption", ""):
        path = f"{_managed(mine)}/wishes/{hers.id}{verb}"
        assert browser.post(path, form).status_code == 404
    assert set(_states()) == {SubscriptionState.ACTIVE}
    assert {wish.extent for wish in _wishes()} == {Extent.ANSWERS}


def test_what_was_never_confirmed_is_not_resumed(site, case):
    wishes = _following(case)
    with transaction() as session:
        pending = subscription.ask(
            session,
            wishes[0].contact_id,
            Topic.SUBMISSION,
            submission_id=people.published(session).id,
            extent=Extent.ANSWERS,
            language="sv",
        )
        subscription.stop(session, pending)
    site.browser().post(f"{_managed(wishes[0])}/wishes/{pending.id}/resumption")
    assert _states()[-1] is SubscriptionState.STOPPED


def test_the_name_of_a_case_hidden_meanwhile_is_not_told(site, case):
    wishes = _following(case)
    with transaction() as session:
        take(session, case).publication = Publication.HIDDEN
    browser = site.browser()
    for path in (_managed(wishes[0]), f"/u/{subscription.link(wishes[0])}"):
        page = browser.get(path).text
        assert "En cykelväg längs ån" not in page
        assert case in page


def test_links_survive_a_new_secret_key(site, case):
    wish = _following(case)[0]
    manage, unsubscribe = _managed(wish), f"/u/{subscription.link(wish)}"
    old = town_settings.settings()
    changed = {"secret_key": "Z" + old.secret_key[1:], "secret_key_previous": old.secret_key}
    town_settings.use(old.model_copy(update=changed))
    assert site.browser().get(manage).status_code == 200
    assert site.browser().get(unsubscribe).status_code == 200


@pytest.mark.parametrize(
    ("about", "named", "chosen"),
    [
        ("subject=street-lights", "Cases on the subject Street lights", "subject=street-lights"),
        ("unit=streets", "Cases of The streets unit", "unit=streets"),
    ],
)
def test_a_subject_or_a_unit_is_followed_from_the_list_of_its_cases(site, about, named, chosen):
    with transaction() as session:
        people.published(session, Kind.COMPLAINT)
    listed = site.browser().get(f"/submissions?{about}").text
    assert f'href="/subscriptions/new?{about}"' in listed
    page = site.browser().get(f"/subscriptions/new?{about}").text
    assert named in page
    assert re.search(r'value="everything" checked', page)
    name, slug = about.split("=")
    topic = "category" if name == "subject" else "unit"
    fields = {"topic": topic, name: slug, "extent": "everything"}
    assert _asked(site, **fields).status_code == 200
    link_ = link(Purpose.SUBSCRIPTION)
    assert named in site.browser().get(f"/confirm/{link_}").text
    site.browser().post(f"/confirm/{link_}")
    (wish,) = _wishes()
    assert (wish.topic, wish.state, wish.extent) == (topic, "active", "everything")
    page = site.browser().get(_managed(wish)).text
    assert named in page
    assert f'href="/submissions?{chosen}"' in page


@pytest.mark.parametrize("about", ["subject=nothing", "unit=nowhere", "submission=2026-99999"])
def test_what_there_is_not_cannot_be_followed(site, about):
    assert site.browser().get(f"/subscriptions/new?{about}").status_code == 404


def test_only_the_decision_can_be_chosen_of_a_proposal_alone(site, case):
    with transaction() as session:
        complaint = people.published(session, Kind.COMPLAINT, title="Hål").reference
    assert "Only the decision" in site.browser().get(f"/subscriptions/new?submission={case}").text
    page = site.browser().get(f"/subscriptions/new?submission={complaint}").text
    assert "Only the decision" not in page


def test_a_pause_stands_on_the_page_and_can_be_ended(site, case):
    wish = _following(case)[0]
    browser, here = site.browser(), _managed(wish)
    page = browser.get(here).text
    for address_ in (f'action="{here}/pause"', f'action="{here}/stop"', f'href="{here}/messages"'):
        assert address_ in page
    day = calendar.today() + timedelta(days=9)
    assert browser.post(f"{here}/pause", {"until": day.isoformat()}).status_code == 303
    page = browser.get(here).text
    assert "Paused. You hear from us again on" in page
    assert 'name="until"' not in page
    browser.post(f"{here}/pause/end")
    assert "Paused." not in browser.get(here).text


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "Enter the day"),
        ("tomorrow", "Enter the day like 2026-11-12"),
        ("2020-01-01", "That day has passed"),
        ("2999-01-01", "Choose a day within a year"),
    ],
)
def test_a_pause_that_cannot_be_is_refused_and_what_was_typed_is_kept(site, case, until, words):
    wish = _following(case)[0]
    answer = site.browser().post(f"{_managed(wish)}/pause", {"until": until})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{until}"' in answer.text


def test_what_we_have_sent_stands_there_with_its_state_and_why(site, case):
    wish = _following(case)[0]
    with transaction() as session:
        hers = people.published(session, Kind.COMPLAINT, title="Hennes eget ärende")
        contact_id = wish.contact_id
        session.execute(
            submissions.update().where(submissions.c.id == hers.id).values(contact_id=contact_id)
        )
        by = people.olga(session).actor
        give_answer(session, take(session, case), by=by, source="Ja.", html="<p/>")
    address()
    page = site.browser().get(f"{_managed(wish)}/messages")
    assert page.status_code == 200
    said = " ".join(re.sub("<[^>]+>", " ", page.text).split())
    assert "An answer: En cykelväg längs ån" in said
    assert "Waits to be sent" in said
    assert "Because you follow: En cykelväg längs ån" in said
    assert "Hennes eget ärende" not in said, "whoever was passed a letter has this link too"
    with transaction() as session:
        take(session, case).publication = Publication.HIDDEN
    assert "En cykelväg" not in site.browser().get(f"{_managed(wish)}/messages").text


# One click (RFC 8058)


def test_the_page_to_unsubscribe_changes_nothing_until_its_button_is_pressed(site, case):
    wish = _following(case)[0]
    address = f"/u/{subscription.link(wish)}"
    browser = site.browser()
    for answer in (browser.get(address), browser.head(address)):
        assert answer.status_code == 200
    assert set(_states()) == {SubscriptionState.ACTIVE}
    done = browser.post(address, {"List-Unsubscribe": "One-Click"})
    assert "We will send no more about this" in done.text
    assert _states() == [SubscriptionState.STOPPED, SubscriptionState.ACTIVE]


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
    ],
    ids=["urlencoded", "multipart"],
)
def test_a_mail_program_unsubscribes_with_one_click(site, case, body):
    wish = _following(case)[0]
    address = f"/u/{subscription.link(wish)}"
    for _ in range(2):
        answer = site.server.post(address, follow_redirects=False, **body)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/")
        assert "set-cookie" not in answer.headers
    assert _states() == [SubscriptionState.STOPPED, SubscriptionState.ACTIVE]


def test_one_click_works_whoever_is_signed_in_and_from_wherever(site, case):
    wish = _following(case)[0]
    with transaction() as session:
        rosa = people.rosa(session)
    browser = site.browser().sign_in(rosa)
    answer = browser.post(
        f"/u/{subscription.link(wish)}",
        {"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200
    assert "Rosa" not in answer.text
    assert browser.get("/me").status_code == 200
    assert _states() == [SubscriptionState.STOPPED, SubscriptionState.ACTIVE]


def test_a_forged_link_unsubscribes_nobody(site, case):
    wish, other = _following(case)
    good = subscription.link(wish)
    forged = [
        good[:-1],
        f"{other.id}.{good.partition('.')[2]}",
        subscription.link(wish, MANAGE),
        f"{wish.id}.",
        "",
    ]
    for secret in forged:
        assert site.server.post(f"/u/{secret}").status_code == 404
    assert site.browser().get(f"/subscriptions/{good}").status_code == 404
    assert set(_states()) == {SubscriptionState.ACTIVE}
