import copy
import re

from django.utils.translation import gettext_lazy as _

from wagtail.contrib.table_block.blocks import TableBlock

from wagtail_localize.segments import StringSegmentValue

CELL = re.compile(r"^r(\d+)c(\d+)$")
# No merged or aligned cells: they don't survive a narrow screen, a screen reader, right-to-left.
OPTIONS = {
    "mergeCells": False,
    "contextMenu": [
        "row_above",
        "row_below",
        "---------",
        "col_left",
        "col_right",
        "---------",
        "remove_row",
        "remove_col",
        "---------",
        "undo",
        "redo",
    ],
}


class TranslatableTableBlock(TableBlock):
    """Wagtail's table, with a segment for the caption and each cell that holds letters.

    wagtail-localize takes the segments of a block from these two methods; without them it would
    overwrite a translated table with the source's at every synchronisation.
    """

    def __init__(self, **kwargs):
        super().__init__(table_options=OPTIONS, **kwargs)

    def get_translatable_segments(self, value):
        if not value:
            return []
        segments = [
            StringSegmentValue(f"r{row_index}c{column_index}", cell)
            for row_index, row in enumerate(value.get("data") or [])
            for column_index, cell in enumerate(row)
            if isinstance(cell, str) and any(character.isalpha() for character in cell)
        ]
        if value.get("table_caption"):
            segments.append(StringSegmentValue("caption", value["table_caption"]))
        return segments

    def restore_translated_segments(self, value, segments):
        value = copy.deepcopy(value)
        for segment in segments:
            if segment.path == "caption":
                value["table_caption"] = segment.render_text()
            elif match := CELL.match(segment.path):
                row, column = int(match[1]), int(match[2])
                value["data"][row][column] = segment.render_text()
        return value

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        description = _("Rows and columns. Give it a caption that says what it shows.")
