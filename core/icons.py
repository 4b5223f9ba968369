"""The icons of `img/icons.svg` that an editor may choose for a page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Icon(models.TextChoices):
    GLOBE = "globe", _("Globe")
    ASSEMBLY = "assembly", _("Assembly")
    AWARD = "award", _("Award")
    GAUGE = "gauge", _("Gauge")
    LEARN = "learn", _("Learning")
    CONSULT = "consult", _("Conversation")
    TOOLS = "tools", _("Tools")
    NETWORK = "network", _("Network")
    PIN = "pin", _("Place")
    CHECK = "check", _("Check mark")
