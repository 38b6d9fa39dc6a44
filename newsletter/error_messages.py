from django.utils.translation import gettext as _


def error_message(code: str) -> str:
    """Why it was refused, and what to do."""
    match code:
        case "already_approved":
            return _("This issue has been approved already.")
        case "empty":
            return _("This issue is empty. Add something to tell first.")
        case "changed":
            return _(
                "The issue, or an event in it, has changed since you looked. Read it once more and approve it then."
            )
        case "nobody":
            return _("There is no subscriber to send it to yet.")
        case "taken":
            return _(
                "Another issue has the day or the address of this one by now. Open this issue, choose others and save"
                " it; then approve it."
            )
        case "in_doubt":
            return _(
                "Of a letter it was not certain whether it arrived, so somebody may have this issue already. It can't be a"
                " draft again. Send it as it is, and tell in the next issue what is different."
            )
    return _("That is not possible now: the sending has gone on since you looked.")
