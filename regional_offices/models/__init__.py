from regional_offices.models.pages import (
    OfficeContact,
    OfficeCountry,
    OfficeLanguage,
    OpeningHours,
    RegionalOfficePage,
    RegionalOfficesIndexPage,
    Weekday,
)
from regional_offices.models.team import Approval, RegionalOfficeTeam, Role

__all__ = [
    "Approval",
    "OfficeContact",
    "OfficeCountry",
    "OfficeLanguage",
    "OpeningHours",
    "RegionalOfficePage",
    "RegionalOfficeTeam",
    "RegionalOfficesIndexPage",
    "Role",
    "Weekday",
]
