import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


def _read_the_law() -> None:
    """Every rule and item before the first page: nobody waits for it, and a fault in a file of the
    law stops the start with file, line and remedy instead of showing up on somebody's page."""
    from yingzhou.insight.law.selectors import whatif
    from yingzhou.kernel.catalogue.book import book
    from yingzhou.kernel.catalogue.items import items

    book()
    items()
    whatif.warm()


_read_the_law()
