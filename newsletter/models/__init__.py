from .mailings import Delivery, Mailing
from .pages import IssuePage, NewsletterPage
from .subscribers import Consent, Subscriber

__all__ = ["Consent", "Delivery", "IssuePage", "Mailing", "NewsletterPage", "Subscriber"]
