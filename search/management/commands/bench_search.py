import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from search import bench, evaluation


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
        parser.add_argument("--json", action="store_true", help="This database alone, as JSON.")

    def handle(self, *args, **options):
        try:
            judged = json.loads(Path(options["file"]).read_text("utf-8"))
            queries = list(judged["queries"])
            for name in options["queries"]:
                queries += json.loads(Path(name).read_text("utf-8"))["queries"]
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"No documents and queries there: {error!r}") from error
        pages = options["pages"] or [1000, 10_000]
        measured = [self.measure(judged["documents"], queries, pages)]
        if options["json"]:
            self.stdout.write(json.dumps(measured[0]))
            return
        for url in options["database_url"]:
            measured.append(self.elsewhere(url, options["file"], options["queries"], pages))
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

    def elsewhere(self, url, file, queries, pages):
        # A process of its own: Wagtail chooses its search for one kind of database when it starts.
        command = [
            sys.executable,
            str(settings.BASE_DIR / "manage.py"),
            "bench_search",
            file,
            "--json",
        ]
        for name in queries:
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
        codes = [*(code for code, _name in settings.LANGUAGES), "all"]
        heads = "".join(f"{code[:2] if code != 'all' else code:>6}" for code in codes)
        self.stdout.write(f"{'recall@10':<32}{heads}    MRR  shown right  unanswered")
        for here in measured:
            for name, rows in here["quality"].items():
                cells = "".join(f"{rows[code]['recall']:>6.2f}" for code in codes)
                row = rows["all"]
                self.stdout.write(
                    f"{here['vendor'] + ', ' + name:<32}{cells}  {row['mrr']:>5.3f}"
                    f"  {row['precision']:>11.3f}  {row['unanswered']:>10.3f}"
                )
        self.stdout.write(
            "\nms, median / 95th percentile     "
            + "".join(f"{name:>18}" for name in bench.CONTENDERS)
            + "   ours to Wagtail's (plain)"
        )
        for here in measured:
            for rows, facts in here["speed"]:
                for kind, row in rows.items():
                    cells = "".join(
                        f"{row[name][0]:>9.1f} /{row[name][1]:>7.1f}" for name in bench.CONTENDERS
                    )
                    ratio = row["ours"][0] / row["Wagtail"][0]
                    plain = row["ours"][0] / row["plain Wagtail"][0]
                    self.stdout.write(
                        f"{here['vendor']:<11}{facts['pages']:>8} {kind:<12}{cells}"
                        f"   {ratio:.2f} ({plain:.2f})"
                    )
                self.stdout.write(f"  {facts}")
