import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennisstad.settings.production")

# Only now do the settings have a name.
from kennisstad.web.malformed import with_readable_content_type

application = with_readable_content_type(get_wsgi_application())
