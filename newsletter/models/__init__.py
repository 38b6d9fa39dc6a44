from .mailings import Delivery, Mailing, MailingEvent
from .pages import IssuePage, NewsletterPage
from .subscribers import Consent, Subscriber

__all__ = ["Consent", "Delivery", "IssuePage", "Mailing", "MailingEvent", "NewsletterPage", "Subscriber"]
