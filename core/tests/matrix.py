"""What the tests share that hold docs/permissions.md against the addresses of the admin."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from zipfile import ZipFile

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLResolver

# Written to by looking alone: who is logged in, who has a form open, sizes of pictures.
INCIDENTAL = {
    "django_session",
    "images_customrendition",
    # Who opens an editor for the first time has a row for each page: its notifications are off.
    "wagtailcore_pagesubscription",
    "wagtailadmin_editingsession",
}


@dataclass(frozen=True)
class Row:
    """What people may do at an address with a method."""

    section: str  # the heading that its table stands under
    address: str
    method: str
    cells: dict  # by person

    def __str__(self):
        return f"{self.method} {self.address}"

    @property
    def verb(self):
        return self.method.split()[0]

    @property
    def button(self):
        """The name of the button that a form is sent with."""
        return self.method.split("`")[1] if "`" in self.method else ""

    @property
    def example(self):
        """A path of the address, of things that don't exist."""
        return "/admin/" + re.sub(r"<\w+>", "1", self.address)


def alternatives(address, names):
    """`a/{b,c}/` stands for `a/b/` and `a/c/`; a name in the braces for what it is said to be."""
    parts = re.split(r"[{}]", address)
    choices = [
        names.get(part, part).split(",") if number % 2 else [part]
        for number, part in enumerate(parts)
    ]
    return ["".join(found) for found in product(*choices)]


def read_rows(people):
    """The rows of the tables on permissions whose columns are these people, in their order."""
    section, columns, names = "", [], {}
    for line in (settings.BASE_DIR / "docs/permissions.md").read_text().splitlines():
        if line.startswith("#"):
            section = line.strip("# ")
        if found := re.match(r"- `{(\w+)}`: (.*)", line):
            names[found[1]] = found[2].replace("`", "").replace(" ", "")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| Address"):
            columns = cells[2:]
        if columns == people and line.startswith("| `"):
            methods = cells[1].split(", ")
            for address, method in product(alternatives(cells[0].strip("`"), names), methods):
                yield Row(section, address, method, dict(zip(people, cells[2:], strict=True)))


def readable(route):
    """A route as the tables have it: without the converters and signs of its patterns."""
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    route = re.sub(r"<\w+:(\w+)>", r"<\1>", route)
    return re.sub(r"[\^$]", "", route).replace("\\.", ".").removeprefix("admin/")


def admin_addresses(namespace=None, resolver=None, prefix="", within=False):
    """The addresses of the admin as the tables have them, or those of one namespace alone."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = within or pattern.namespace == namespace
            yield from admin_addresses(namespace, pattern, route, inside)
        elif route.startswith("admin/") and (within or namespace is None):
            yield readable(route)


def address_asked(path):
    """Which of the admin's addresses a path belongs to."""
    return readable(resolve(path.partition("?")[0]).route)


@contextmanager
def writes():
    """The tables in which rows are written to meanwhile."""
    tables = set()

    def note(execute, sql, parameters, many, context):
        result = execute(sql, parameters, many, context)
        statement = re.match(r'(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM) "(\w+)"', sql)
        # SQLite counts no rows of an INSERT that returns them.
        if statement and (statement[1] == "INSERT INTO" or context["cursor"].rowcount):
            tables.add(statement[2])
        return result

    with connection.execute_wrapper(note):
        yield tables
    tables -= INCIDENTAL


def is_refused(response):
    """A refusal is one of Wagtail's: to the admin's first page, or to log in; or plainly 403."""
    location = response.get("Location", "")
    return response.status_code == 403 or (
        response.status_code == 302
        and (location == "/admin/" or location.startswith("/admin/login/"))
    )


def said(response):
    """What an answer tells: its content, its messages and where it leads."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):  # a spreadsheet
        with ZipFile(BytesIO(content)) as file:
            content = b" ".join(file.read(name) for name in file.namelist())
    messages = " ".join(str(one) for one in get_messages(response.wsgi_request))
    headers = " ".join(response.headers.values())
    return " ".join([content.decode(errors="replace"), messages, headers])
