"""Updates on a case that is the same thing as the one being written, which is kept meanwhile."""

from models.errors import NotFound
from models.reply import ReplyBy
from models.subscription import Extent, Topic
from web.answers import Answer
from web.pages import carrying, subscriptions
from web.pages.handing_in_steps import shown
from web.visit import Visit

NOT_TYPED = frozenset({"go", "step", "submission"})
CHANNELS = {ReplyBy.EMAIL.value: "email", ReplyBy.SMS.value: "sms"}


def show(visit: Visit) -> Answer:
    """The form for updates, with the address that is to have the answer filled in. Should the case
    have been hidden just now, the check page stands there as before.
    """
    values = visit.values
    typed = {name: value for name, value in values.items() if name not in NOT_TYPED}
    preset = {
        "topic": Topic.SUBMISSION.value,
        "submission": values.get("submission", ""),
        "extent": Extent.ANSWERS.value,
        "channel": CHANNELS.get(values.get("answer_by", ""), ""),
        "email": values.get("email", ""),
        "phone": values.get("mobile") or values.get("phone", ""),
    }
    try:
        return subscriptions.form(visit, carrying.carried(typed) | preset)
    except NotFound:
        return shown(visit, "check", typed)
