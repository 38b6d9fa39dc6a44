from django.utils.translation import gettext_lazy as _

REASONS = {
    "already_approved": _("This issue has been approved already."),
    "empty": _("This issue is empty. Add something to tell first."),
    "changed": _(
        "The issue, or an event in it, has changed since you looked. Read it once more and approve it then."
    ),
    "nobody": _("There is no subscriber to send it to yet."),
    "taken": _(
        "Another issue has the day or the address of this one by now. Open this issue, choose others and save"
        " it; then approve it."
    ),
    "in_doubt": _(
        "Of a letter it was not certain whether it arrived, so somebody may have this issue already. It can't be a"
        " draft again. Send it as it is, and tell in the next issue what is different."
    ),
    "not_now": _("That is not possible now: the sending has gone on since you looked."),
}


def error_message(code: str) -> str:
    """Why it was refused, and what to do."""
    return str(REASONS[code])
