"""Makes the demo's pages out of its content files.

Every object has a translation key made of its name, the same each time and in every language: that
is how a second run finds what the first one made. Pages are made empty first, so that texts can
link to any of them, and then filled and published.
"""

import re
import uuid
from datetime import date, time
from decimal import Decimal
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Site

from awards.models import AwardCategoryPage, AwardEdition, AwardsPage, AwardWinner, JuryMember
from core.models import Announcement, Menu, MenuItem, Organisation
from demo import reader
from demo.glossary import load_glossary
from demo.pictures import draw_picture
from demo.search import load_search
from demo.word_file import word_file
from faq.models import FAQCategory, FAQItem, FAQPage
from home.models import HomePage
from images.slots import renditions
from news.models import NewsCategory, NewsIndexPage, NewsPage, NewsPageCategory, RelatedNews
from pages.models import StandardIndexPage, StandardPage
from partners.models import Partner, PartnersPage
from regional_offices.access import SHARED_COLLECTION, child_collection
from regional_offices.models import (
    OfficeContact,
    OfficeCountry,
    OfficeLanguage,
    OpeningHours,
    RegionalOfficePage,
    RegionalOfficesIndexPage,
)

NAMESPACE = uuid.UUID("5b3c3b62-7c44-4a5e-9f1c-2f6c2f0d2017")
PAGE_LINK = re.compile(r'<a href="page:([a-z0-9-]+)">')
MAIN_MENU = "main"
PARTNER_KINDS = {
    "international": Partner.Kind.INTERNATIONAL,
    "public-agency": Partner.Kind.PUBLIC_AGENCY,
    "association": Partner.Kind.ASSOCIATION,
}
# Pages in the order in which they stand in the tree: the rest of `pages/` follows its own parents.
SECTIONS = (
    ("about", StandardIndexPage),
    ("programmes", StandardIndexPage),
    ("membership", StandardPage),
    ("awards", AwardsPage),
    ("news", NewsIndexPage),
    ("regional-offices", RegionalOfficesIndexPage),
    ("partners", PartnersPage),
    ("faq", FAQPage),
)


def key_of(*parts):
    """The translation key of a demo object, from its name."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


class DemoBuilder:
    """Builds the demo in one language after the other.

    Args:
        author: the user who is named as publisher.
        report: takes a line of progress.
    """

    def __init__(self, author=None, report=print):
        self.author = author
        self.report = report
        self.pictures = {}
        self.documents = {}

    def build(self, codes):
        """Make what is missing in each language. Call it inside a transaction.

        Args:
            codes: language codes, the source first.
        """
        self.make_files()
        for code in codes:
            self.report(f"Loading the demo content: {code}…")
            LanguageBuilder(self, code).build()

    def make_files(self):
        """Pictures and documents, in the collection that offices may choose from."""
        site = reader.load(reader.SOURCE, "site")
        shared = child_collection(Collection.objects.get(depth=1), SHARED_COLLECTION)
        images, documents = get_image_model(), get_document_model()
        for key, picture in site["pictures"].items():
            image = images.objects.filter(title=picture["title"]).first()
            if image is None:
                file = ImageFile(BytesIO(draw_picture(key)), name=f"{key}.jpg")
                image = images(title=picture["title"], description=picture["alt"], file=file)
                image.collection = shared
                image.credit = "WeGO"
                image.titles = {
                    code: reader.load(code, "site")["pictures"][key]["title"]
                    for code in reader.languages()
                    if code != reader.SOURCE
                }
                image.save()
            self.pictures[key] = image
        for key, text in site["documents"].items():
            document = documents.objects.filter(title=text["title"]).first()
            if document is None:
                document = documents(title=text["title"], description=text["description"])
                document.collection = shared
                content = word_file(text["title"], text["body"])
                document.file.save(f"{key}.docx", ContentFile(content), save=True)
            self.documents[key] = document

    def make_renditions(self):
        """Every picture in the sizes that pages use, so that no reader waits for them."""
        for image in self.pictures.values():
            for slot in ("card", "lead", "text", "social"):
                renditions(image, slot)


class LanguageBuilder:
    """Builds the demo in one language."""

    def __init__(self, demo, code):
        self.demo = demo
        self.code = code
        self.locale = Locale.objects.get(language_code=code)
        self.pages = {}  # by slug
        self.new = set()  # slugs of the pages this run made
        self.news_categories = {}
        self.faq_categories = {}

    def load(self, name):
        return reader.load(self.code, name)

    def build(self):
        self.site = self.load("site")
        self.make_tree()
        self.make_categories()
        self.fill_pages()
        self.make_partners()
        self.make_furniture()
        load_glossary(self.locale, key_of)
        load_search(self.code, self.pages, self.demo.documents)

    # The tree: every page exists, as a draft, before any text is written.

    def make_page(self, model, slug, parent, title, url_slug=None, **fields):
        key = key_of("page", slug)
        page = model.objects.filter(translation_key=key, locale=self.locale).first()
        if page is None:
            page = model(
                title=title,
                slug=url_slug or slug,
                translation_key=key,
                locale=self.locale,
                live=False,
                **fields,
            )
            parent.refresh_from_db(fields=["path", "depth", "numchild"])
            parent.add_child(instance=page)
            self.new.add(slug)
        self.pages[slug] = page
        return page

    def make_home(self):
        source = Site.objects.get(is_default_site=True).root_page
        home = HomePage.objects.filter(
            translation_key=source.translation_key, locale=self.locale
        ).first()
        if home is None:
            home = source.get_parent().add_child(
                instance=HomePage(
                    title=self.load("home")["title"],
                    slug=f"home-{self.code}",
                    translation_key=source.translation_key,
                    locale=self.locale,
                    live=False,
                )
            )
        if not home.sections:
            self.new.add("home")
        self.pages["home"] = home
        return home

    def make_tree(self):
        home = self.make_home()
        files = {slug: self.load(f"pages/{slug}") for slug in reader.page_files()}
        single = {name: self.load(name) for name in ("awards", "partners", "faq")}
        self.offices = self.load("offices")
        self.news = {slug: item for slug, item in self.load("news").items() if slug != "index"}
        self.news_page = self.load("news")["index"]
        titles = {slug: text["title"] for slug, text in (files | single).items()}
        titles["regional-offices"] = self.offices["title"]
        titles["news"] = self.news_page["title"]
        for slug, model in SECTIONS:
            self.make_page(model, slug, home, titles[slug])
        # Parents before children.
        waiting = {slug: text for slug, text in files.items() if slug not in self.pages}
        while waiting:
            ready = [slug for slug, text in waiting.items() if text["parent"] in self.pages]
            if not ready:
                raise ValueError(f"These pages have no parent: {', '.join(waiting)}")
            for slug in ready:
                text = waiting.pop(slug)
                self.make_page(StandardPage, slug, self.pages[text["parent"]], text["title"])
        self.standard = files
        for category in single["awards"]["categories"]:
            self.make_page(
                AwardCategoryPage, category["key"], self.pages["awards"], category["title"]
            )
        for office in self.offices["offices"]:
            page = self.make_page(
                RegionalOfficePage,
                office["key"],
                self.pages["regional-offices"],
                office["title"],
                kind=office["kind"],  # the Secretariat has no team
            )
            if "news_title" in office:
                self.make_page(
                    NewsIndexPage, f"{office['key']}-news", page, office["news_title"], "news"
                )
            if training := office.get("training"):
                self.make_page(StandardPage, training["slug"], page, training["title"], "training")
        # Oldest first, so that the tree grows as it would have grown.
        for slug, item in sorted(self.news.items(), key=lambda pair: pair[1]["date"]):
            parent = self.pages[f"{item['office']}-news" if item["office"] else "news"]
            self.make_page(NewsPage, slug, parent, item["title"], date=item["date"])

    def make_categories(self):
        for model, name, found in (
            (NewsCategory, "news_categories", self.news_categories),
            (FAQCategory, "faq_categories", self.faq_categories),
        ):
            for order, (slug, category) in enumerate(self.site[name].items()):
                extra = {"slug": slug} if model is NewsCategory else {}
                found[slug], _created = model.objects.get_or_create(
                    translation_key=key_of(name, slug),
                    locale=self.locale,
                    defaults={"name": category["name"], "sort_order": order, **extra},
                )

    # Texts.

    def html(self, text):
        """HTML of a content file as Wagtail stores it: links to pages by number."""

        def link(match):
            return f'<a linktype="page" id="{self.pages[match[1]].pk}">'

        return PAGE_LINK.sub(link, text.strip())

    def image_value(self, key, alt, decorative=False):
        return {"image": self.demo.pictures[key].pk, "alt_text": alt, "decorative": decorative}

    def body(self, owner, blocks):
        """The blocks of a content file as a StreamField's raw data, with ids that stay."""
        stream = []
        for index, block in enumerate(blocks):
            ((kind, value),) = block.items()
            stream.append(
                {
                    "type": kind,
                    "value": getattr(self, f"{kind}_block")(value, (owner, str(index))),
                    "id": str(key_of("block", owner, str(index))),
                }
            )
        return stream

    def heading_block(self, value, place):
        return value

    def paragraph_block(self, value, place):
        return self.html(value)

    def quote_block(self, value, place):
        return {"text": value["text"], "attribution": value.get("attribution", "")}

    def callout_block(self, value, place):
        text = self.html(value["text_html"])
        return {"kind": value["kind"], "title": value["title"], "text": text}

    def image_block(self, value, place):
        image = self.image_value(value["picture"], value["alt"])
        return {"image": image, "caption": value.get("caption", "")}

    def table_block(self, value, place):
        return {
            "data": [value["header"], *value["rows"]],
            "cell": [],
            "mergeCells": [],
            "table_caption": value["caption"],
            "first_row_is_table_header": True,
            "first_col_is_header": True,
            "table_header_choice": "both",
        }

    def embed_block(self, value, place):
        return {"title": value["title"], "url": value["url"]}

    def documents_block(self, value, place):
        return {
            "title": value.get("title", ""),
            "documents": [
                {
                    "type": "item",
                    "value": self.demo.documents[key].pk,
                    "id": str(key_of("document", *place, key)),
                }
                for key in value["items"]
            ],
        }

    def child(self, model, *name, **fields):
        """An inline child with a translation key of its own."""
        return model(translation_key=key_of(*name), locale=self.locale, **fields)

    # Pages.

    def fill_pages(self):
        self.fill_home()
        for slug, text in self.standard.items():
            self.fill(slug, text, self.fill_standard)
        self.fill("faq", self.load("faq"), self.fill_faq)
        self.fill("partners", self.load("partners"), self.fill_partners)
        awards = self.load("awards")
        self.fill("awards", awards, self.fill_awards)
        for category in awards["categories"]:
            self.fill(category["key"], category, self.fill_category)
        self.fill("regional-offices", self.offices, self.fill_offices)
        for office in self.offices["offices"]:
            self.fill(office["key"], office, self.fill_office)
            if training := office.get("training"):
                self.fill(training["slug"], training, self.fill_standard)
            if "news_title" in office:
                text = {"title": office["news_title"], "summary": office["news_intro"]}
                self.fill(f"{office['key']}-news", text)
        self.fill("news", self.news_page)
        for slug, item in self.news.items():
            self.fill(slug, item, self.fill_news)

    def fill(self, slug, text, fill_more=None):
        """Write a new page's text and publish it. A page that was there is left as it is."""
        if slug not in self.new:
            return
        page = self.pages[slug]
        page.title = text["title"]
        page.summary = text.get("summary", "")
        page.search_description = text.get("search_description", "")
        if "body" in text and hasattr(page, "body"):
            page.body = self.body(slug, text["body"])
        if text.get("picture") and hasattr(page, "lead_image"):
            page.lead_image = self.demo.pictures[text["picture"]]
            page.lead_image_alt = text.get("picture_alt") or self.alt(text["picture"])
        if fill_more:
            fill_more(page, slug, text)
        page.full_clean()
        page.save_revision(user=self.demo.author).publish(user=self.demo.author)

    def alt(self, picture):
        return self.site["pictures"][picture]["alt"]

    def fill_standard(self, page, slug, text):
        page.icon = text.get("icon", "")
        page.highlights = [
            {"type": "point", "value": point, "id": str(key_of("point", slug, str(index)))}
            for index, point in enumerate(text.get("highlights", []))
        ]

    def fill_faq(self, page, slug, text):
        page.items = [
            self.child(
                FAQItem,
                "question",
                item["key"],
                question=item["question"],
                answer=self.html(item["answer_html"]),
                category=self.faq_categories[item["category"]],
                sort_order=order,
            )
            for order, item in enumerate(text["items"])
        ]

    def fill_partners(self, page, slug, text):
        page.introduction = self.html(text["intro_html"])

    def fill_awards(self, page, slug, text):
        introduction = {"paragraph": text["intro_html"]}
        page.body = self.body(slug, [introduction, *text.get("body", [])])
        page.jury_introduction = self.html(text["jury_intro_html"])
        page.editions = [
            self.child(
                AwardEdition,
                "edition",
                str(edition["year"]),
                year=edition["year"],
                name=edition["name"],
                call_opens=edition.get("call_opens") or None,
                call_closes=edition.get("call_closes") or None,
                note=edition.get("note", ""),
                sort_order=order,
            )
            for order, edition in enumerate(text["editions"])
        ]
        page.jury = [
            self.child(
                JuryMember,
                "judge",
                str(order),
                name=judge["name"],
                role=judge.get("role", ""),
                organisation=judge.get("organisation", ""),
                sort_order=order,
            )
            for order, judge in enumerate(text["jury"])
        ]

    def fill_category(self, page, slug, text):
        page.icon = text.get("icon", "")
        page.winners = [
            self.child(
                AwardWinner,
                "winner",
                slug,
                str(order),
                year=int(winner["edition"]),
                city=winner["city"],
                country=winner.get("country", ""),
                project=winner["project"],
                text=winner.get("text", ""),
                sort_order=order,
            )
            for order, winner in enumerate(text.get("winners", []))
        ]

    def fill_offices(self, page, slug, text):
        page.body = self.body(slug, [{"paragraph": text["intro_html"]}])

    def fill_office(self, page, slug, text):
        for field in ("kind", "city", "region_served", "address", "phone", "email", "time_zone"):
            setattr(page, field, text.get(field, ""))
        page.hours_note = text.get("hours_note", "")
        page.latitude, page.longitude = (
            Decimal(str(text[key])) for key in ("latitude", "longitude")
        )
        page.countries = [
            self.child(OfficeCountry, "country", slug, code, country=code, sort_order=order)
            for order, code in enumerate(text["countries"])
        ]
        page.languages = [
            self.child(OfficeLanguage, "language", slug, code, language=code, sort_order=order)
            for order, code in enumerate(text["languages"])
        ]
        page.opening_hours = [
            self.child(
                OpeningHours,
                "hours",
                slug,
                str(order),
                first_day=hours["first_day"],
                last_day=hours["last_day"],
                opens=time.fromisoformat(hours["opens"]),
                closes=time.fromisoformat(hours["closes"]),
                sort_order=order,
            )
            for order, hours in enumerate(text["opening_hours"])
        ]
        page.contacts = [
            self.child(
                OfficeContact,
                "contact",
                slug,
                str(order),
                name=contact.get("name", ""),
                role=contact["role"],
                phone=contact.get("phone", ""),
                email=contact.get("email", ""),
                sort_order=order,
            )
            for order, contact in enumerate(text["contacts"])
        ]

    def fill_news(self, page, slug, text):
        page.categories = [
            self.child(
                NewsPageCategory,
                "news-category",
                slug,
                name,
                category=self.news_categories[name],
                sort_order=order,
            )
            for order, name in enumerate(text["categories"])
        ]
        page.related = [
            self.child(
                RelatedNews, "related", slug, other, news=self.pages[other], sort_order=order
            )
            for order, other in enumerate(text.get("related", []))
        ]

    def fill_home(self):
        if "home" not in self.new:
            return
        home, text = self.pages["home"], self.load("home")
        home.title = text["title"]
        home.seo_title = text.get("seo_title", "")
        home.search_description = text["search_description"]
        home.summary = text.get("summary", "") or text["hero"]["lead"]
        home.sections = [
            {"type": kind, "value": value, "id": str(key_of("section", kind))}
            for kind, value in self.sections(text)
        ]
        home.full_clean()
        home.save_revision(user=self.demo.author).publish(user=self.demo.author)

    def page_id(self, slug):
        return self.pages[slug].pk

    def items(self, name, values):
        return [
            {"type": "item", "value": value, "id": str(key_of("item", name, str(index)))}
            for index, value in enumerate(values)
        ]

    def sections(self, text):
        """The sections of the home page, in their order, as raw data of the StreamField."""
        hero = text["hero"]
        yield (
            "hero",
            {
                "eyebrow": hero["eyebrow"],
                "heading": hero["heading"],
                "lead": hero["lead"],
                "page": self.page_id(hero["primary"]["page"]),
                "link_text": hero["primary"]["text"],
                "second_page": self.page_id(hero["secondary"]["page"]),
                "second_link_text": hero["secondary"]["text"],
            },
        )
        features = [
            {
                "page": self.page_id(item["page"]),
                "kicker": item["kicker"],
                "link_text": item["link_text"],
            }
            for item in text["features"]["items"]
        ]
        yield (
            "features",
            {
                "heading": text["features"]["heading"],
                "items": self.items("features", features),
            },
        )
        yield (
            "numbers",
            {
                "heading": text["numbers"]["heading"],
                "numbers": list(self.numbers(text["numbers"]["items"])),
            },
        )
        message = text["message"]
        yield (
            "message",
            {
                **{key: message[key] for key in ("heading", "quote", "text", "name", "role")},
                # As an editor leaves it empty: wagtail-localize fails on None.
                "image": {"image": None, "alt_text": None, "decorative": None},
                "page": self.page_id(message["page"]),
                "link_text": message["link_text"],
            },
        )
        programmes = text["programmes"]
        yield (
            "programmes",
            {
                "eyebrow": programmes["eyebrow"],
                "heading": programmes["heading"],
                "pages": self.items("programmes", map(self.page_id, programmes["pages"])),
                "link_text": programmes["link_text"],
            },
        )
        join = text["join"]
        yield (
            "join",
            {
                "heading": join["heading"],
                "text": join["text"],
                "steps": self.items("steps", join["steps"]),
                "page": self.page_id(join["page"]),
                "link_text": join["link_text"],
                "document": self.demo.documents[join["document"]].pk,
                "document_text": join["document_text"],
            },
        )
        featured = [slug for slug, item in self.news.items() if item.get("featured")][:1]
        yield (
            "latest_news",
            {
                "eyebrow": text["news"]["eyebrow"],
                "heading": text["news"]["heading"],
                "page": self.page_id("news"),
                "link_text": text["news"]["link_text"],
                "featured": self.items("featured", map(self.page_id, featured)),
                "count": 3,
            },
        )
        yield (
            "offices",
            {
                "eyebrow": text["offices"]["eyebrow"],
                "heading": text["offices"]["heading"],
                "page": self.page_id("regional-offices"),
                "link_text": text["offices"]["link_text"],
            },
        )
        faq = text["faq"]
        yield (
            "faq",
            {
                "eyebrow": faq["eyebrow"],
                "heading": faq["heading"],
                "introduction": faq["intro"],
                "page": self.page_id(faq["page"]),
                "link_text": faq["link_text"],
                "count": 4,
            },
        )
        yield (
            "partners",
            {
                "heading": text["partners"]["heading"],
                "page": self.page_id("partners"),
                "link_text": text["partners"]["link_text"],
            },
        )
        newsletter = text["newsletter"]
        yield (
            "newsletter",
            {
                "heading": newsletter["heading"],
                "text": newsletter["text"],
                "page": self.page_id(newsletter["page"]),
                "link_text": newsletter["link_text"],
            },
        )

    def numbers(self, items):
        for item in items:
            kind = item["kind"]
            block_id = str(key_of("number", kind))
            if kind in ("partners", "offices"):
                value = {"what": kind, "label": item["label"]}
                yield {"type": "computed", "value": value, "id": block_id}
            else:
                as_of = item.get("as_of")
                value = {
                    "label": item["label"],
                    "value": item.get("value"),
                    "as_of": as_of.isoformat() if isinstance(as_of, date) else None,
                    "source": item.get("source", ""),
                }
                yield {"type": "dated_total", "value": value, "id": block_id}

    # Records.

    def make_partners(self):
        for partner in self.load("partners")["partners"]:
            key = key_of("partner", partner["key"])
            if Partner.objects.filter(translation_key=key, locale=self.locale).exists():
                continue
            record = Partner(
                translation_key=key,
                locale=self.locale,
                name=partner["name"],
                kind=PARTNER_KINDS[partner["kind"]],
                url=partner.get("url", ""),
                text=partner["text"],
                since=partner.get("since"),
            )
            record.full_clean()
            record.save()
            record.save_revision(user=self.demo.author).publish(user=self.demo.author)

    def make_furniture(self):
        details = self.site["details"]
        Organisation.objects.get_or_create(
            translation_key=key_of("organisation"),
            locale=self.locale,
            defaults={
                "name": details["organisation"],
                "short_name": details["short_name"],
                "statement": details["statement"],
                "address": details["address"],
                "phone": details["phone"],
                "email": details["email"],
                "copyright": details["copyright"],
            },
        )
        for order, (name, menu) in enumerate(self.site["menus"].items()):
            self.make_menu(name, menu, order)
        announcement = self.site["announcement"]
        Announcement.objects.get_or_create(
            translation_key=key_of("announcement"),
            locale=self.locale,
            defaults={
                "message": announcement["message"],
                "page": self.pages[announcement["page"]],
                "link_text": announcement["link_text"],
            },
        )

    def make_menu(self, name, menu, order):
        key = key_of("menu", name)
        if Menu.objects.filter(translation_key=key, locale=self.locale).exists():
            return
        place = name if name in (MAIN_MENU, "legal") else "footer"
        record = Menu(
            translation_key=key,
            locale=self.locale,
            place=place,
            title=menu.get("title", name),
            sort_order=order,
        )
        record.items = [
            self.child(
                MenuItem,
                "menu-item",
                name,
                item["page"],
                page=self.pages[item["page"]],
                label=item.get("label", ""),
                sort_order=position,
            )
            for position, item in enumerate(menu["items"])
        ]
        record.save()
