"""The weekly mail: what waits for a person, from whoever has something to say."""

from dataclasses import dataclass

from wagtail import hooks

# A function that takes a number of days to look ahead and returns `{user: DigestSection}`.
REGISTER = "register_digest_section"


@dataclass(frozen=True)
class DigestSection:
    """A part of somebody's mail.

    `template` is rendered with the `things` and a `base_url`, in the language of the person;
    `subject` is that of the mail when this part is its first.
    """

    template: str
    subject: str
    things: list


def digests(days):
    """What each person is to be told.

    Args:
        days: how many days to look ahead.

    Returns:
        `{user: [DigestSection, …]}`.
    """
    found = {}
    for function in hooks.get_hooks(REGISTER):
        for user, section in function(days).items():
            found.setdefault(user, []).append(section)
    return found
