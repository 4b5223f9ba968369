"""The form of a document: says beside the file whether the search has its text."""

from wagtail.documents.forms import BaseDocumentForm


class CustomDocumentForm(BaseDocumentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].help_text = self.instance.text_note
        # Wagtail uploads many at once with a title and a collection alone.
        self.fields["language"].required = False

    def clean_language(self):
        return self.cleaned_data["language"] or self.instance.language

    def add_error(self, field, error):
        """Leave out what is wrong with a file that is not in this form.

        A file that waits for its description has been looked at when it was sent; Wagtail asks
        the model once more, before that has the file, and falls over the answer.
        """
        errors = getattr(error, "error_dict", None)
        if errors and "file" not in self.fields:
            errors.pop("file", None)
            if not errors:
                return
        super().add_error(field, error)
