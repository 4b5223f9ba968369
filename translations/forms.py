import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from wagtail.admin.widgets import AdminAutoHeightTextInput

from translations.drafts import checked, longest
from translations.states import REVIEWED

LATER, ACCEPT, DISCARD = "", "accept", "discard"


def normal(text):
    """A text as it is compared and stored: browsers send other ends of lines."""
    return text.replace("\r\n", "\n").strip()


def digest(text):
    return hashlib.sha256(normal(text).encode()).hexdigest()[:16]


class SheetForm(forms.Form):
    """The texts of a translation sheet, what is to become of suggestions, what still fits.

    Each text comes with the digest of what was shown, so that what two people do at the same time
    meets: a text that a person hasn't touched is not written over what somebody else has written.

    Args:
        data: what was sent, or None.
        content: the `translations.places.Content`.
        can_write: whether texts may be changed.

    After validation: `changed`, a list of `(segment, text, tool_name)`; `settled`, the suggestions
    that are decided about; `accepted`, those of them that are used; `fitting`, paths.
    """

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data, content, can_write):
        super().__init__(data)
        self.content = content
        self.changed, self.settled, self.accepted, self.fitting, self.homeless = [], [], [], [], []
        code = content.cell.locale.language_code
        attributes = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
        if not can_write:
            attributes["readonly"] = True
        for one in [*content.places, *content.values]:
            if one.can_fit:
                name = f"fits-{digest(one.path)}"
                self.fields[name] = forms.BooleanField(label=_("Still fits"), required=False)
                one.fits = self[name]
            for segment in getattr(one, "segments", []):
                self.add_segment(segment, one.label, attributes)

    def add_segment(self, segment, label, attributes):
        name = f"text-{segment.key}"
        self.fields[name] = forms.CharField(
            label=_("Translation of “%(place)s”") % {"place": label},
            required=False,
            strip=False,
            initial=segment.prefilled,
            widget=AdminAutoHeightTextInput(
                attrs={**attributes, "rows": min(len(segment.source) // 60 + 1, 12)}
            ),
        )
        segment.field = self[name]
        segment.shown = digest(segment.prefilled)
        if segment.suggestion and "readonly" not in attributes:
            name = f"machine-{segment.key}"
            self.fields[name] = forms.ChoiceField(
                label=_("What the machine proposes"),
                required=False,
                choices=[
                    (LATER, _("Decide later")),
                    (ACCEPT, _("Reviewed: use it")),
                    (DISCARD, _("Discard it")),
                ],
                initial=LATER,
                widget=forms.RadioSelect,
            )
            segment.decision = self[name]

    def clean(self):
        data = super().clean()
        for place in self.content.places:
            for segment in place.segments:
                name = f"text-{segment.key}"
                if name in self.data and not self.has_error(name):
                    try:
                        self.clean_segment(segment, normal(data.get(name, "")))
                    except ValidationError as error:
                        self.add_error(name, error)
        self.fitting = [
            one.path
            for one in [*self.content.places, *self.content.values]
            if one.can_fit and data.get(one.fits.name)
        ]
        self.look_for_homeless()
        return data

    def clean_segment(self, segment, text):
        shown = self.data.get(f"shown-{segment.key}", "")
        is_changed = digest(text) != shown
        suggestion = segment.suggestion
        decision = self.cleaned_data.get(f"machine-{segment.key}", LATER)
        if suggestion and decision == ACCEPT and not is_changed:
            text = suggestion.text
        elif not is_changed:
            if suggestion and decision == DISCARD:
                self.settled.append(suggestion)
            return
        if is_changed and shown != segment.shown and digest(text) != segment.shown:
            raise ValidationError(
                _("Somebody has changed this translation meanwhile. It says now: %(text)s")
                % {"text": segment.prefilled}
            )
        checked(segment.source, text, longest(self.content.cell.item.model, segment.path))
        from_machine = suggestion and (
            decision == ACCEPT or (segment.is_machine and decision != DISCARD)
        )
        tool_name = f"{suggestion.service}{REVIEWED}" if from_machine else ""
        self.changed.append((segment, text, tool_name))
        if suggestion:
            self.settled.append(suggestion)
        if from_machine:
            self.accepted.append(suggestion)

    def look_for_homeless(self):
        """Find what was typed for texts that the source no longer has, so that it is not lost."""
        for name, text in self.data.items():
            key = name.removeprefix("text-")
            if key == name or name in self.fields:
                continue
            if normal(text) and digest(text) != self.data.get(f"shown-{key}"):
                self.homeless.append(normal(text))
        if self.homeless:
            raise ValidationError(
                _("The source has changed since you opened the sheet. Nothing is saved yet.")
            )
