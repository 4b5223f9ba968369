from core.models.base import BasePage
from core.models.furniture import Announcement, Menu, MenuItem, Organisation, SocialLink

__all__ = ["Announcement", "BasePage", "Menu", "MenuItem", "Organisation", "SocialLink"]
