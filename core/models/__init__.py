from core.models.base import BasePage
from core.models.furniture import Announcement, Menu, MenuItem, Organisation, SocialLink
from core.models.reviews import ReviewDigest

__all__ = [
    "Announcement",
    "BasePage",
    "Menu",
    "MenuItem",
    "Organisation",
    "ReviewDigest",
    "SocialLink",
]
