import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search import evaluation


class Command(BaseCommand):
    help = "Measures the search with a file of judged documents and queries, in a scratch database."

    def add_arguments(self, parser):
        parser.add_argument("file", help="JSON with `documents` and `queries`.")
        parser.add_argument(
            "--queries", action="append", default=[], help="JSON with more `queries`."
        )
        parser.add_argument("--split", help="Only queries with this `split`.")
        parser.add_argument("--json", action="store_true", help="What was found, as JSON.")
        parser.add_argument("--missed", action="store_true", help="Also say what was missed.")
        parser.add_argument(
            "--database",
            default="default",
            help="An alias of DATABASES. A database is made beside it, and dropped.",
        )

    def handle(self, *args, **options):
        try:
            given = json.loads(Path(options["file"]).read_text("utf-8"))
            documents, queries = given["documents"], list(given.get("queries", []))
            for name in options["queries"]:
                queries += json.loads(Path(name).read_text("utf-8"))["queries"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(
                f"No documents and queries in {options['file']}: {error!r}"
            ) from error
        if options["split"]:
            queries = [query for query in queries if query.get("split") == options["split"]]
        with evaluation.scratch_database(options["database"]):
            answers = evaluation.ask(queries, evaluation.load(documents))
        if options["json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
            return
        for line in evaluation.table(evaluation.measures(queries, answers)):
            self.stdout.write(line)
        if options["missed"]:
            self.missed(queries, answers)

    def missed(self, queries, answers):
        results = {answer["query"]: answer["results"] for answer in answers}
        for query in queries:
            shown = results[query["id"]]
            if not set(query.get("relevant", [])) <= set(shown):
                self.stdout.write(
                    f"{query['id']} {query['text']!r} wanted {query['relevant']} found {shown}"
                )
