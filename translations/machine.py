"""Machine translation: what a service proposes is kept beside a page until a person accepts it."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from requests import Timeout

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.strings import StringValue

from translations.models import MachineSuggestion
from translations.places import Content

logger = logging.getLogger(__name__)

# Texts in one request to the service.
BATCH = 20
# Seconds that a person waits in all; what has come by then is kept.
PATIENCE = 30


class MachineUnavailable(Exception):
    """The service has not answered as it should. Its text is for the person who asked."""


def is_enabled():
    return settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR is not None


def suggest(cell, source, target):
    """Ask the service for the texts of a translation that are missing or of an earlier source.

    Args:
        cell: the `ItemTranslation`. The caller has checked the rights on it.
        source: its item's source.
        target: the translation that exists.

    Returns:
        how many suggestions were made; 0 when none was wanted.

    Raises:
        MachineUnavailable: when the service fails or takes too long. Suggestions that came before
            are kept.
    """
    content = Content(cell, source, target)
    wanted = {}
    for place in content.places:
        for segment in place.segments:
            if not segment.suggestion and (not segment.text or segment.is_earlier):
                wanted.setdefault(segment.source, []).append(segment.path)
    texts = list(wanted)
    until = time.monotonic() + PATIENCE
    made = 0
    for start in range(0, len(texts), BATCH):
        answer = ask(texts[start : start + BATCH], cell, until - time.monotonic())
        made += keep(cell, wanted, *answer)
    return made


def ask(texts, cell, seconds):
    """Have some texts translated.

    Args:
        texts: what to translate, with inline tags.
        cell: the `ItemTranslation` it is for.
        seconds: how long to wait.

    Returns:
        the name of the service and a dictionary: translation by text.
    """
    # A thread, since not every service takes a time limit, and one that drips meets none.
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        translator = get_machine_translator()
        source, target = cell.item.source_locale, cell.locale
        if not translator.can_translate(source, target):
            raise MachineUnavailable(
                _("%(service)s doesn't translate from %(source)s into %(target)s.")
                % {
                    "service": translator.display_name,
                    "source": source.get_display_name(),
                    "target": target.get_display_name(),
                }
            )
        strings = [StringValue(text) for text in texts]
        answer = pool.submit(translator.translate, source, target, strings)
        found = answer.result(timeout=max(seconds, 0))
        return str(translator.display_name), {
            string.data: translated.data for string, translated in found.items()
        }
    except MachineUnavailable:
        raise
    except (Timeout, TimeoutError) as error:
        logger.warning("Machine translation took too long")
        raise MachineUnavailable(
            _("The translation service takes too long. Try again for the texts that are left.")
        ) from error
    except Exception as error:
        logger.exception("Machine translation failed")
        raise MachineUnavailable(
            _("The translation service can't be reached, or answers with an error.")
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@transaction.atomic
def keep(cell, wanted, service, found):
    """Store what the service has answered as suggestions. Returns how many."""
    suggestions = [
        MachineSuggestion(cell=cell, path=path, source=text, text=translated, service=service)
        for text, translated in found.items()
        if isinstance(translated, str) and translated.strip()
        for path in wanted.get(text, [])
    ]
    for suggestion in suggestions:
        suggestion.save()  # one by one: each tells the desk
    return len(suggestions)
