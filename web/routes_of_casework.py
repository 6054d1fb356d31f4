"""The part of the site map that is the officials' desk."""

from web.entry import KIB, Entry, everywhere, get, officials, post, staff
from web.pages import (
    absences,
    answer_templates,
    casework,
    casework_alike,
    casework_correcting,
    casework_macros,
    casework_steps,
    casework_writing,
    letters,
    originals,
    satisfaction,
    texts,
)
from web.pages.casework_writing_forms import CorrectionForm, TemplateForm
from web.routes_of_desk import DESK

SEVERAL = 192 * KIB
"""Two answers of the longest, each letter of them written in six bytes, and the numbers of all the
cases that can be ticked.
"""

CASEWORK: tuple[Entry, ...] = (
    *DESK,
    # Before the address of a case, which would take it for a reference.
    get("/casework/absence", absences.show, allow=officials),
    post(
        "/casework/absence",
        absences.create,
        form=absences.AbsenceForm,
        again=absences.show,
        allow=officials,
    ),
    post("/casework/absence/{id}/end", absences.end, allow=officials),
    get("/casework/texts", texts.index, allow=everywhere),
    post(
        "/casework/texts/{id}/case",
        texts.put,
        form=texts.Place,
        again=texts.index,
        allow=everywhere,
    ),
    post("/casework/texts/{id}/dismissal", texts.dismiss, allow=everywhere),
    get("/casework/letters", letters.index, allow=officials),
    post("/casework/letters/tries", letters.send_all_again, allow=officials, again=letters.index),
    post("/casework/letters/{id}/tries", letters.send_again, allow=officials, again=letters.index),
    get("/casework/answers/new", casework_alike.new, allow=officials),
    post(
        "/casework/answers/new",
        casework_alike.preview,
        form=casework_alike.PreparedForm,
        again=casework_alike.again,
        allow=officials,
        writes=False,
        body=SEVERAL,
    ),
    post(
        "/casework/answers",
        casework_alike.create,
        form=casework_alike.AlikeForm,
        again=casework_alike.again,
        allow=officials,
        body=SEVERAL,
    ),
    get("/casework/macros/new", casework_macros.new, allow=officials),
    post(
        "/casework/macros/new",
        casework_macros.preview,
        form=casework_macros.MacroForm,
        again=casework_macros.again,
        allow=officials,
        writes=False,
        body=SEVERAL,
    ),
    post(
        "/casework/macros",
        casework_macros.create,
        form=casework_macros.MacroForm,
        again=casework_macros.again,
        allow=officials,
        body=SEVERAL,
    ),
    get("/casework/satisfaction", satisfaction.index, allow=officials),
    get("/casework/templates", answer_templates.index, allow=officials),
    get("/casework/templates/new", answer_templates.new, allow=officials),
    post(
        "/casework/templates",
        answer_templates.create,
        form=TemplateForm,
        again=answer_templates.new,
        allow=officials,
    ),
    get("/casework/templates/{id}", answer_templates.show, allow=officials),
    post(
        "/casework/templates/{id}",
        answer_templates.update,
        form=TemplateForm,
        again=answer_templates.show,
        allow=officials,
    ),
    post("/casework/templates/{id}/retirement", answer_templates.retire, allow=officials),
    get("/casework/{reference}", casework.show, allow=officials),
    # Moderators judge the same words; whose case it is, the page asks.
    get("/casework/{reference}/original", originals.show, allow=staff),
    *(
        post(
            f"/submissions/{{reference}}/{noun}",
            handler,
            form=form,
            again=casework.show,
            allow=officials,
            files=casework_steps.FILES.get(noun, ()),
            keeps=noun in casework_writing.KEPT,
        )
        for noun, handler, form in casework_steps.VERBS
    ),
    get("/casework/{reference}/answers/{answer}", casework_correcting.show, allow=officials),
    post(
        "/submissions/{reference}/corrections",
        casework_correcting.corrections,
        form=CorrectionForm,
        again=casework_correcting.again,
        allow=officials,
    ),
)
