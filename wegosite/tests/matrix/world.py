"""A site in which everything is somebody's, and every title a word that tells whose.

Who may not read a title has no answer with its word in it: `World.secrets`.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO, StringIO

from PIL import Image

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    Comment,
    Page,
    PageViewRestriction,
    Revision,
    RevisionMixin,
    Site,
    Task,
    UploadedFile,
    Workflow,
)
from wagtail.users.models import UserProfile

from wagtail_localize.models import StringSegment, StringTranslation

from core.blocks import BodyBlock
from core.models import Announcement, Menu, Organisation
from core.permissions import (
    ADMINISTRATORS,
    APPROVAL,
    SECRETARIAT,
    ensure_secretariat,
)
from core.tests.factories import StandardPageFactory, UserFactory, locale, make_site, translate
from documents.models import CustomDocument
from documents.tests.factories import DocumentFactory
from faq.models import FAQCategory
from images.models import CustomImage
from images.tests.factories import ImageFactory
from languages.models import FallbackPolicy
from news.tests.factories import NewsCategoryFactory
from partners.models import Partner
from people import invitations
from people.models import Invitation
from people.places import Places
from regional_offices.access import SHARED_COLLECTION, ensure_office_access
from regional_offices.models import RegionalOfficeTeam
from regional_offices.tests.factories import (
    RegionalOfficePageFactory,
    RegionalOfficesIndexPageFactory,
)
from search.models import Pick, Synonym
from translations.access import ensure_translators, group_name
from translations.models import GlossaryTerm, TranslatedItem
from translations.sources import translate as start_translating

PEOPLE = [
    "Anonymous",
    "Chengdu editor",
    "Chengdu manager",
    "Ulyanovsk editor",
    "Translator (ru)",
    "Secretariat",
    "Administrator",
    "Superuser",
]
OFFICE = {
    "Chengdu editor": "Chengdu",
    "Chengdu manager": "Chengdu",
    "Ulyanovsk editor": "Ulyanovsk",
}
# They may read every title: their answers are not searched, and not even rendered.
TRUSTED = {"Secretariat", "Administrator", "Superuser"}


@dataclass
class Thing:
    """Something that an address can be about."""

    name: str
    traits: set = field(default_factory=set)  # what the table calls it
    values: dict = field(default_factory=dict)  # what stands for it in an address
    secret: str = ""  # the word in its title, unless that is public
    readers: set = field(default_factory=set)  # who may read that, besides those whose it is
    at: str = ""  # a part of the addresses that are about it

    def is_of(self, person):
        """Whether it is of somebody's office, or somebody's very own."""
        return bool(self.traits & {OFFICE.get(person), person})


def means(cell, person, things):
    """The names of the things that a cell of the table stands for.

    Raises:
        KeyError: on a word that has no meaning.
    """
    if cell == "–":
        return set()
    if cell.startswith("all but "):
        others = cell.removeprefix("all but ").split(", ")
        unknown = set(others) - {thing.name for thing in things}
        if unknown:
            raise KeyError(unknown)
        return {thing.name for thing in things} - set(others)
    own = {thing.name for thing in things if thing.is_of(person)}

    def having(trait):
        return {thing.name for thing in things if trait in thing.traits}

    meanings = {
        "all": {thing.name for thing in things},
        "yes": {thing.name for thing in things},
        "own": own - having("landing"),
        "landing": own & having("landing"),
        "live": own & having("live") - having("landing"),
        "drafts": own & having("draft"),
        "ru": having("ru"),
        "public": having("public"),
        **{thing.name: {thing.name} for thing in things},
    }
    return set().union(*(meanings[name] for name in cell.split(", ")))


@dataclass
class World:
    people: dict
    things: dict  # lists of `Thing`, by the section of the table
    homes: dict
    offices: dict
    parents: dict  # drafts that something can be moved beneath, by whose they are

    def about(self, row):
        """The things that a row is about: the address itself where it is about none."""
        things = [thing for thing in self.things.get(row.section, []) if thing.at in row.address]
        if row.section == "Nobody":
            return self.things["Pictures"][:1]
        return things[:1] if things and things[0].at else things or [Thing("it")]

    def locale(self, code):
        return self.homes[code].locale

    @property
    def root_collection(self):
        return Collection.objects.get(depth=1)

    @property
    def workflow(self):
        return Workflow.objects.get(name=APPROVAL)

    @property
    def group(self):
        return Group.objects.get(name="Nobody")

    def page(self, name):
        found = [thing for thing in self.things["Pages"] if thing.name == name]
        return Page.objects.get(pk=found[0].values["pk"])

    def secrets(self, person):
        """The words that somebody may not read."""
        if person in TRUSTED:
            return []
        found = []
        for things in self.things.values():
            for thing in things:
                if thing.secret and not (thing.is_of(person) or person in thing.readers):
                    found.append(thing.secret)
        return found


def word(name):
    """The word in the title of something: one that occurs nowhere else."""
    return "hush" + re.sub(r"\W", "", name).lower()


def make_people(homes, offices):
    ensure_translators()
    chengdu, ulyanovsk = (ensure_office_access(offices[name]) for name in ("Chengdu", "Ulyanovsk"))
    secretariat = Group.objects.get(name=SECRETARIAT)
    administrators = Group.objects.get(name=ADMINISTRATORS)
    groups = {
        "Chengdu editor": [chengdu.editors],
        "Chengdu manager": [chengdu.managers],
        "Ulyanovsk editor": [ulyanovsk.editors],
        "Translator (ru)": [Group.objects.get(name=group_name(homes["ru"].locale))],
        "Secretariat": [secretariat],
        "Administrator": [secretariat, administrators],
        "Superuser": [],
    }
    people = {"Anonymous": None}
    for name, theirs in groups.items():
        people[name] = UserFactory(
            username=name,
            email=f"{word(name)}@example.org",
            is_superuser=name == "Superuser",
        )
        people[name].groups.set(theirs)
        UserProfile.get_for_user(people[name])
    return people


def page_thing(name, page, *traits, secret=False):
    revisions = Revision.objects.for_instance(page).order_by("pk")
    return Thing(
        name,
        set(traits),
        {
            "page_id": page.pk,
            "parent_page_id": page.pk,
            "page_to_move_id": page.pk,
            "page_pk": page.pk,
            "pk": page.pk,
            "object_id": page.pk,
            "revision_id": revisions.first().pk,
            "revision_id_a": revisions.first().pk,
            "revision_id_b": revisions.last().pk,
            "code": "ru",
        },
        word(name) if secret else "",
    )


def make_pages(people, homes, offices, media):
    """The pages that addresses are tried with. The Secretariat's draft uses what is Chengdu's."""
    live = StandardPageFactory(parent=offices["Chengdu"], title="A Chengdu page")
    picture, document = (
        model.objects.get(pk=media[section][0].values["pk"])
        for model, section in ((CustomImage, "Pictures"), (CustomDocument, "Documents"))
    )
    uses = {
        "social_image": picture,
        "body": [
            ("documents", {"title": "", "documents": [document]}),
            ("paragraph", f'<p><a linktype="page" id="{live.pk}">x</a></p>'),
        ],
    }
    restricted = StandardPageFactory(parent=homes["en"], title=word("private"))
    restriction = PageViewRestriction.objects.create(
        page=restricted, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Board"))

    def draft(name, parent, **fields):
        return StandardPageFactory(parent=parent, title=word(name), live=False, **fields)

    pages = {
        "Chengdu": (offices["Chengdu zh-hans"], "Chengdu", "landing", "public"),
        "Chengdu live": (live, "Chengdu", "live", "public"),
        "Chengdu draft": (draft("Chengdu draft", offices["Chengdu zh-hans"]), "Chengdu", "draft"),
        "Chengdu ru": (
            StandardPageFactory(parent=offices["Chengdu ru"], title="A Russian page"),
            "Chengdu",
            "live",
            "public",
            "ru",
        ),
        "Ulyanovsk draft": (draft("Ulyanovsk draft", offices["Ulyanovsk"]), "Ulyanovsk", "draft"),
        "home": (homes["en"], "public"),
        "private": (restricted,),
        "draft": (draft("draft", homes["en"], **uses),),
    }
    things = []
    for name, (page, *traits) in pages.items():
        secret = name in ("private", "home") or name.endswith("draft")
        page = page.specific
        page.save_revision(user=people["Superuser"], log_action=True)
        if name == "home":  # what will be published is secret, also of a page that is live
            page.title = word("home")
        page.save_revision(user=people["Superuser"], log_action=True)
        Comment.objects.create(
            page=page,
            user=people["Superuser"],
            text=word(name) if secret else "A comment",
            contentpath="title",
        )
        things.append(page_thing(name, page, *traits, secret=secret))
    Page.objects.filter(live=True).update(last_published_at=timezone.now())
    return things


def media_things(factory, collections, *names):
    """One picture or document in each collection, by the names that addresses have for them."""
    things = []
    for owner, collection in collections.items():
        secret = word(f"{names[0]} {owner}")
        made = factory(title=secret, collection=collection)
        values = dict.fromkeys(["pk", *names], made.pk) | {"collection_id": collection.pk}
        made.get_file_size()  # Wagtail writes it down when the form is opened
        # Translators choose from all collections, offices from their own and what is shared.
        readers = {"Translator (ru)", *(OFFICE if owner == "shared" else ())}
        things.append(Thing(owner, {owner}, values, secret, readers))
    return things


def collection_things(collections):
    """Their names are no secret to whoever may choose from them."""
    Collection.objects.filter(pk=collections["Secretariat"].pk).update(name=word("collection"))
    things = []
    for owner, collection in collections.items():
        values = {"pk": collection.pk, "collection_id": collection.pk}
        things.append(Thing(owner, {owner}, values))
    things[-1].secret, things[-1].readers = word("collection"), {"Translator (ru)"}
    return things


def make_media(collections):
    return {
        "Pictures": media_things(ImageFactory, collections, "image_id"),
        "Documents": media_things(DocumentFactory, collections, "document_id", "doc_id"),
        "Collections": collection_things(collections),
    }


def make_collections():
    root = Collection.objects.get(depth=1)
    teams = RegionalOfficeTeam.objects.select_related("collection")
    found = {team.collection.name.split()[0]: team.collection for team in teams.order_by("pk")}
    found["shared"] = Collection.objects.get(name=SHARED_COLLECTION)
    found["Secretariat"] = root.add_child(instance=Collection(name="Secretariat"))
    return found


def upload_things(people):
    """Files that somebody has sent and not yet described, and a form that they have open."""

    def upload(model, name, content):
        return UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=ContentFile(content, name=name),
            uploaded_by_user=user,
        )

    things = []
    for person, user in people.items():
        if user and person != "Translator (ru)":  # they upload nothing
            values = {
                "image_upload_id": upload(CustomImage, "picture.png", picture()).pk,
                "document_upload_id": upload(CustomDocument, "file.txt", b"Text").pk,
                "collection_id": Collection.objects.get(depth=1).pk,
                "session_id": EditingSession.objects.create(
                    user=user, content_object=user, last_seen_at=timezone.now()
                ).pk,
            }
            things.append(Thing(person, {person}, values))
    return things


def picture():
    """The bytes of a small picture."""
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    return file.getvalue()


def record_thing(at, record, secret=""):
    values = {"pk": record.pk, "redirect_id": record.pk, "task_id": record.pk}
    if isinstance(record, RevisionMixin):
        for _number in range(2):
            record.save_revision()
        revisions = record.revisions.order_by("pk")
        values |= {
            "revision_id": revisions.first().pk,
            "revision_id_a": revisions.first().pk,
            "revision_id_b": revisions.last().pk,
        }
    return Thing("it", set(), values, secret, at=at)


def make_records(homes):
    english = homes["en"].locale
    partner = Partner.objects.create(
        name=word("partner"), kind=Partner.Kind.choices[0][0], live=False, locale=english
    )
    announcement = Announcement.objects.create(
        message=word("announcement"), live=False, locale=english
    )
    term = GlossaryTerm.objects.create(term="A term", locale=english)
    synonym = Synonym.objects.create(language="en", expressions=f"one\n{word('synonym')}")
    pick = Pick.objects.create(language="en", phrase=word("pick"))
    policy = FallbackPolicy.objects.filter(locale=homes["ru"].locale).first()
    policy = policy or FallbackPolicy.objects.create(locale=homes["ru"].locale)
    # Two of each, so that their order can be changed.
    NewsCategoryFactory()
    FAQCategory.objects.create(name="First", locale=english)
    category = FAQCategory.objects.create(name="Second", sort_order=1, locale=english)
    return [
        record_thing("news/newscategory", NewsCategoryFactory(sort_order=1)),
        record_thing("partners/partner", partner, word("partner")),
        record_thing("faq/faqcategory", category),
        record_thing("translations/glossaryterm", term),
        record_thing("core/menu", Menu.objects.create(title="Menu", locale=english)),
        record_thing("core/organisation", Organisation.objects.create(name="WeGO", locale=english)),
        record_thing("core/announcement", announcement, word("announcement")),
        record_thing("search-synonyms", synonym, word("synonym")),
        record_thing("search-recommendations", pick, word("pick")),
        record_thing("language-fallbacks", policy),
    ]


def make_administration(people):
    redirect = Redirect.objects.create(old_path=f"/{word('redirect')}", redirect_link="/en/")
    return [
        record_thing("users/", people["Ulyanovsk editor"]),
        record_thing("groups/", Group.objects.create(name="Nobody")),
        record_thing("sites/", Site.objects.get()),
        record_thing("locales/", locale("es")),
        record_thing("redirects/", redirect, word("redirect")),
        record_thing("workflows/task", Task.objects.get(name=APPROVAL)),
        record_thing("workflows/", Workflow.objects.get(name=APPROVAL)),
    ]


def submission_thing(name, trait, parent, user, **fields):
    """A page that somebody has submitted."""
    title = word(f"{name} submission")
    page = StandardPageFactory(parent=parent, title=title, live=False, **fields)
    page.save_revision(user=user, log_action=True)
    state = page.get_workflow().start(page, user)
    values = {
        "pk": page.pk,
        "page_id": page.pk,
        "workflow_state_id": state.pk,
        "task_state_id": state.current_task_state_id,
    }
    return Thing(name, {trait}, values, title)


def make_submissions(people, homes, offices):
    """One is locked, is to be looked over, and is by somebody who may not see it any more."""
    editor, other = people["Chengdu editor"], people["Ulyanovsk editor"]
    fields = {"owner": editor, "review_date": timezone.localdate()}
    things = [
        submission_thing("Chengdu", "Chengdu", offices["Chengdu"], editor),
        submission_thing("moved", "Ulyanovsk", offices["Ulyanovsk"], editor, **fields),
        submission_thing("Ulyanovsk", "Ulyanovsk", offices["Ulyanovsk"], other),
        submission_thing("Secretariat", "Secretariat", homes["en"], people["Superuser"]),
    ]
    Page.objects.filter(pk=things[1].values["pk"]).update(
        locked=True, locked_by=people["Superuser"], locked_at=timezone.now()
    )
    Revision.objects.filter(object_id=things[1].values["pk"]).update(user=people["Superuser"])
    return things


def make_local_content(homes, offices):
    """Drafts that are translated by segments, with a text for each."""
    things = []
    for name, parent, code in (
        ("Chengdu", offices["Chengdu"], "zh-hans"),
        ("Ulyanovsk", offices["Ulyanovsk"], "ru"),
        ("Secretariat", homes["en"], "ru"),
    ):
        title = word(f"{name} local")
        source = StandardPageFactory(parent=parent, title=title, live=False)
        start_translating(source, [homes[code].locale])
        page = source.get_translation(homes[code].locale)
        for segment in StringSegment.objects.filter(source__object_id=page.translation_key):
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=page.locale,
                context=segment.context,
                data=segment.string.data,
            )
        readers = {"Translator (ru)"} if code == "ru" else set()
        values = {"pk": page.pk, "page_id": page.pk}
        things.append(Thing(name, {name, code}, values, title, readers))
    return things


def make_persons(people):
    """Their addresses are secret, but to whoever has an invitation that was sent to one."""
    places = Places()
    things = []
    for name in ("Chengdu editor", "Ulyanovsk editor", "Administrator", "Superuser"):
        held = [place.key for place in places.of(people[name])]
        values = {"pk": people[name].pk, "held": held}
        things.append(Thing(name, {name}, values, word(name), {"Anonymous"}))
    return things


def make_invitations(people, offices):
    """Invitations to Chengdu's team, and one that there never was.

    Who has the link of one that is good for something reads whom it was sent to.
    """
    team = RegionalOfficeTeam.objects.get(office_key=offices["Chengdu"].translation_key)
    place = Places().by_key[f"office:{team.pk}:editor"]
    anybody, now = {"Anonymous"}, timezone.now()

    def thing(name, *traits, readers=(), secret="", **fields):
        secret = secret or word(f"{name} invitation")
        address = f"{secret}@example.org"
        invitation, token = invitations.invite(address, place, "en", people["Administrator"])
        Invitation.objects.filter(pk=invitation.pk).update(**fields)
        return Thing(name, set(traits), {"pk": invitation.pk, "token": token}, secret, set(readers))

    return [
        thing("new", readers=anybody),
        thing("known", "Ulyanovsk editor", readers=anybody, secret=word("Ulyanovsk editor")),
        thing("accepted", "ended", accepted_at=now),
        thing("expired", "ended", expires_at=now),
        thing("withdrawn", "ended", withdrawn_at=now),
        Thing("wrong", {"ended"}, {"pk": 0, "token": "x" * 43}),
    ]


def previewed_block():
    """A kind of block that has a preview, as addresses name it."""
    return BodyBlock().child_blocks["quote"].definition_prefix


def section_things(parents):
    """No address is about them, and no answer tells of them."""
    readers = {"Chengdu ru": {"Translator (ru)"}, "Ulyanovsk ru": {"Translator (ru)"}}
    return [
        Thing(name, {name.split()[0]}, {}, page.title, readers.get(name, set()))
        for name, page in parents.items()
    ]


def office_things():
    teams = RegionalOfficeTeam.objects.select_related("collection").order_by("pk")
    names = {team: team.collection.name.split()[0] for team in teams}
    return [Thing(name, {name}, {"pk": team.pk}) for team, name in names.items()]


def make_world():
    homes = make_site("zh-hans", "ru")
    ensure_secretariat()
    indexes = {"en": RegionalOfficesIndexPageFactory(parent=homes["en"])}
    for code in ("zh-hans", "ru"):
        indexes[code] = translate(indexes["en"], homes[code])
    offices = {
        name: RegionalOfficePageFactory(parent=indexes["en"], title=name)
        for name in ("Chengdu", "Ulyanovsk")
    }
    for name, code in (("Chengdu", "zh-hans"), ("Chengdu", "ru"), ("Ulyanovsk", "ru")):
        offices[f"{name} {code}"] = translate(offices[name], indexes[code], city=name)
    people = make_people(homes, offices)
    # Each page has another one beside it, and each office drafts that others can go beneath.
    parents = {
        name: StandardPageFactory(parent=parent, title=word(f"{name} section"), live=False)
        for name, parent in [*offices.items(), ("home", homes["en"])]
    }
    media = make_media(make_collections())
    things = {
        "Pages": make_pages(people, homes, offices, media),
        **media,
        "Uploads": upload_things(people),
        "Records": make_records(homes),
        "Administration": make_administration(people),
        "Offices": office_things(),
        "Submissions": make_submissions(people, homes, offices),
        "Local content": make_local_content(homes, offices),
        "People": make_persons(people),
        "Invitations": make_invitations(people, offices),
        "Sections": section_things(parents),
        "Lists, tools and one's own account": [Thing("it", values={"block_id": previewed_block()})],
    }
    call_command("refresh_translation_desk", stdout=StringIO())
    for thing in things["Pages"]:
        key = Page.objects.get(pk=thing.values["pk"]).translation_key
        thing.values["item_pk"] = TranslatedItem.objects.get(translation_key=key).pk
    return World(people, things, homes, offices, parents)
