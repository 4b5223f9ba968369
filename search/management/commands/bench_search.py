import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from search import bench, evaluation

MEASURES = {
    "recall": "recall@10",
    "mrr": "MRR",
    "precision": "share of the shown that is right",
    "unanswered": "share of queries unanswered",
}


class Command(BaseCommand):
    help = (
        "Compares the search with Wagtail's and with itself without each layer: what is found in"
        " judged documents, and how long it takes with many pages."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="JSON with `documents` and `queries`.")
        parser.add_argument("--queries", action="append", default=[], help="More `queries`.")
        parser.add_argument(
            "--pages",
            type=int,
            action="append",
            help="How many pages; may be repeated. 1000 and 10000 when left out; 0 for none.",
        )
        parser.add_argument(
            "--database-url",
            action="append",
            default=[],
            help="Measure here too: a database is made beside it, and dropped. May be repeated.",
        )
        parser.add_argument(
            "--split", help="Judge only queries with this `split`, and those of FILE."
        )
        parser.add_argument("--json", action="store_true", help="This database alone, as JSON.")

    def handle(self, *args, **options):
        try:
            judged = json.loads(Path(options["file"]).read_text("utf-8"))
            queries = list(judged["queries"])
            for name in options["queries"]:
                more = json.loads(Path(name).read_text("utf-8"))["queries"]
                split = options["split"]
                queries += [one for one in more if not split or one.get("split") == split]
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"No documents and queries there: {error!r}") from error
        pages = options["pages"] or [1000, 10_000]
        measured = [self.measure(judged["documents"], queries, pages)]
        if options["json"]:
            self.stdout.write(json.dumps(measured[0]))
            return
        for url in options["database_url"]:
            measured.append(self.elsewhere(url, options, pages))
        self.show(measured)

    def measure(self, documents, queries, pages):
        vendor = connection.vendor
        with evaluation.scratch_database():
            quality = bench.quality(documents, queries)
        speed = []
        for number in filter(None, pages):
            with evaluation.scratch_database():
                speed.append(bench.speed(documents, number))
        return {"vendor": vendor, "quality": quality, "speed": speed}

    def elsewhere(self, url, options, pages):
        # A process of its own: Wagtail chooses its search for one kind of database when it starts.
        command = [
            sys.executable,
            str(settings.BASE_DIR / "manage.py"),
            "bench_search",
            options["file"],
            "--json",
        ]
        if options["split"]:
            command += ["--split", options["split"]]
        for name in options["queries"]:
            command += ["--queries", name]
        for number in pages:
            command += ["--pages", str(number)]
        done = subprocess.run(  # noqa: S603
            command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True
        )
        if done.returncode:
            raise CommandError(f"{url}: {done.stderr[-2000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def show(self, measured):
        self.show_quality(measured)
        self.stdout.write("")
        self.show_speed(measured)

    def show_quality(self, measured):
        codes = [*(code for code, _name in settings.LANGUAGES), "all"]
        heads = "".join(f"{code:>9}" for code in codes)
        for measure, title in MEASURES.items():
            self.stdout.write(f"{title:<32}{heads}")
            for here in measured:
                for name, rows in here["quality"].items():
                    cells = "".join(
                        f"{rows[code][measure]:>9.3f}" if code in rows else f"{'':>9}"
                        for code in codes
                    )
                    self.stdout.write(f"  {here['vendor'] + ', ' + name:<30}{cells}")

    def show_speed(self, measured):
        heads = "".join(f"{name:>18}" for name in bench.CONTENDERS)
        self.stdout.write(
            f"{'ms, median / 95th percentile':<32}{heads}   ratio to Wagtail's:"
            " ours, with passages; to the plain one"
        )
        for here in measured:
            for rows, facts in here["speed"]:
                for kind, row in rows.items():
                    cells = "".join(
                        f"{row[name][0]:>9.1f} /{row[name][1]:>7.1f}" for name in bench.CONTENDERS
                    )
                    ratios = [
                        row[ours][0] / row[theirs][0]
                        for ours, theirs in (
                            ("ours", "Wagtail"),
                            ("with passages", "Wagtail"),
                            ("ours", "plain Wagtail"),
                        )
                    ]
                    self.stdout.write(
                        f"{here['vendor']:<11}{facts['pages']:>8} {kind:<12}{cells}   "
                        + "  ".join(f"{ratio:.2f}" for ratio in ratios)
                    )
                self.stdout.write(f"  {facts}")
