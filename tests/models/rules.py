"""The tables of the rules, written down once more by hand from the decisions of the project.

Nothing here is imported from the code: a slip there and the same slip here are unlikely.
"""

ANY_CASE = """
received: in_progress waiting_resident answered closed
in_progress: waiting_resident answered closed
waiting_resident: in_progress answered closed
answered: closed in_progress
closed: in_progress
"""
FAULT_REPORT = """
received: in_progress waiting_resident answered closed
in_progress: waiting_resident planned fixed answered closed
waiting_resident: in_progress answered closed
planned: in_progress fixed closed
fixed: closed in_progress
answered: closed in_progress
closed: in_progress
"""
PROPOSAL = """
received: voting referred closed
voting: voting_ended closed
voting_ended: referred
referred: preparing decided closed
preparing: referred decided closed
decided: implementing implemented preparing
implementing: implemented decided
implemented: implementing
closed: received voting
"""
DIALOGUE = """
draft: coming
coming: draft open broken_off
open: analysis broken_off
analysis: open feedback broken_off
feedback: analysis closed
closed: feedback handed_over
handed_over:
broken_off:
"""
PUBLICATION = """
private: queued withdrawn
unconfirmed: queued published private withdrawn
queued: published redacted returned refused private withdrawn
returned: queued withdrawn refused
published: redacted hidden unpublished withdrawn
redacted: published hidden unpublished withdrawn
hidden: published redacted unpublished
refused: published redacted
unpublished: published redacted
withdrawn:
"""
TYPES = """
open: received in_progress planned voting voting_ended referred preparing draft coming open analysis feedback
waiting: waiting_resident
closed: fixed answered closed decided implementing implemented handed_over broken_off
"""
CASE_OUTCOMES = "answered duplicate not_ours dismissed no_reply withdrawn"
OUTCOMES = f"""
complaint: {CASE_OUTCOMES}
question: {CASE_OUTCOMES}
praise: {CASE_OUTCOMES} thanked
fault_report: {CASE_OUTCOMES} fixed
proposal: not_published below_threshold converted duplicate not_ours withdrawn
dialogue:
"""


def table(written: str) -> dict[str, set[str]]:
    lines = (line.partition(":") for line in written.strip().splitlines())
    return {name: set(rest.split()) for name, _, rest in lines}


STEPS = {
    "complaint": table(ANY_CASE),
    "question": table(ANY_CASE),
    "praise": table(ANY_CASE),
    "fault_report": table(FAULT_REPORT),
    "proposal": table(PROPOSAL),
    "dialogue": table(DIALOGUE),
}
SHOWING = table(PUBLICATION)
