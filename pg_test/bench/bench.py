"""Measures schemig beside what people would use instead; see the section on speed of README.

Each figure is the median of runs that take turns with those of the others, on one private server. The process ends with 1
where a ratio is above its goal by more than a third.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

import psycopg

HERE = pathlib.Path(__file__).parent
BIN = pathlib.Path(os.environ["PG_BIN"])
HOST, PORT = os.environ["PGHOST"], os.environ["PGPORT"]
RULES = {"schema": "dw__{database}__{schema}", "case": "lower"}
ALLOW = "allow => '{data_loss}'"

# What is measured, what it is compared with, and the goal for the ratio, if any.
GOALS = [
    ("first plan", "pg_dump -s", 1.0),
    ("plan without changes, the first", "pg_dump -s", None),
    ("plan without changes, later ones", "pg_dump -s", 0.05),
    ("plan with one changed table", "pg_dump -s", 0.10),
    ("upgrade, proven", "psql", 0.9),
    ("downgrade to base", "drop", 1.0),
]


def run(*command, **options):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True, **options)


def psql(database, *arguments):
    return run(BIN / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database, *arguments)


def fresh(name):
    run(BIN / "dropdb", "--force", "--if-exists", name)
    run(BIN / "createdb", "-T", "template0", name)


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Session:
    """A new session of the target, so that nothing is known of what was read before."""

    def __init__(self, database):
        self.connection = psycopg.connect(host=HOST, port=PORT, dbname=database, user="postgres", autocommit=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def call(self, sql):
        """Seconds that a statement takes."""
        return timed(lambda: self.connection.execute(sql).fetchall() if sql.startswith("SELECT") else self.connection.execute(sql))

    def peak(self):
        """Most memory that the backend has had for itself, in MB."""
        pid = self.connection.execute("SELECT pg_catalog.pg_backend_pid()").fetchone()[0]
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        of = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", status, re.M)}
        return (of["VmHWM"] - of["RssShmem"] - of["RssFile"]) / 1024


def target_of(source):
    fresh("target")
    psql(
        "target",
        "-c", "SET client_min_messages = warning; CREATE EXTENSION schemig CASCADE;",
        "-c", f"CREATE SERVER src FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '{HOST}', port '{PORT}', dbname '{source}')",
        "-c", "CREATE USER MAPPING FOR CURRENT_USER SERVER src",
        "-c", f"SELECT schemig.configure('src', 'Dbo', '{json.dumps(RULES)}')",
    )


class Figures:
    def __init__(self):
        self.of = {}

    def add(self, what, seconds):
        self.of.setdefault(what, []).append(seconds)

    def median(self, what):
        return statistics.median(self.of[what])


def one_run(figures, tables, folder, in_batches):
    """One turn of everything."""
    dump = folder / "dump.sql"
    figures.add("pg_dump -s", timed(lambda: run(BIN / "pg_dump", "-s", "-n", '"Dbo"', "-f", dump, "source")))
    target_of("source")
    with Session("target") as session:
        figures.add("first plan", session.call("SELECT schemig.plan('src', 'Dbo')"))
        figures.add("memory of the plan", session.peak())
    fresh("copy")
    one = [] if in_batches else ["-1"]
    figures.add("psql", timed(lambda: psql("copy", *one, "-f", dump)))
    with Session("target") as session:
        upgrade = "CALL schemig.upgrade_in_batches()" if in_batches else "SELECT schemig.upgrade()"
        figures.add("upgrade, proven", session.call(upgrade))
        figures.add("memory of the upgrade", session.peak())
    with Session("target") as session:
        figures.add("plan without changes, the first", session.call("SELECT schemig.plan('src', 'Dbo')"))
    # As every later one does, it finds that nothing can have changed.
    with Session("target") as session:
        figures.add("plan without changes, later ones", session.call("SELECT schemig.plan('src', 'Dbo')"))
    psql("source", "-c", f'ALTER TABLE "Dbo"."Table{tables // 2}" ADD COLUMN "Added" integer')
    with Session("target") as session:
        figures.add("plan with one changed table", session.call("SELECT schemig.plan('src', 'Dbo')"))
        session.call("SELECT schemig.discard()")
    psql("source", "-c", f'ALTER TABLE "Dbo"."Table{tables // 2}" DROP COLUMN "Added"')
    size = "SELECT pg_catalog.sum(pg_catalog.pg_total_relation_size(c.oid)) FROM pg_catalog.pg_class c WHERE c.relnamespace = 'schemig'::regnamespace AND c.relkind = 'r'"
    figures.add("size of the record", float(psql("target", "-c", size).stdout) / dump.stat().st_size)
    undo = folder / "undo.sql"
    script = psql("target", "-c", "SELECT schemig.script('head', undo => true)").stdout
    undo.write_text(script)
    if in_batches:
        # One transaction does not hold it: statement by statement, as psql runs the dump.
        lines = script.replace("\nBEGIN;\n", "\n", 1).replace("SET LOCAL", "SET").removesuffix("COMMIT;\n")
        undo.write_text(lines)
        run(BIN / "createdb", "-T", "target", "undone")
        figures.add("drop", timed(lambda: psql("undone", "-f", undo)))
        run(BIN / "dropdb", "undone")
    else:
        figures.add("drop", timed(lambda: psql("copy", "-c", 'SET client_min_messages = error; DROP SCHEMA "Dbo" CASCADE')))
    if not in_batches:
        with Session("target") as session:
            figures.add("downgrade to base", session.call(f"SELECT schemig.downgrade('base', {ALLOW})"))


def code_generation(figures, folder, python):
    """sqlacodegen, then Alembic's autogenerate against an empty database, as a pipeline of scripts would."""
    url = f"postgresql+psycopg://postgres@/source?host={HOST}&port={PORT}"
    models = folder / "models.py"
    command = [python, "-m", "sqlacodegen", url, "--schemas", "Dbo", "--outfile", models]
    figures.add("sqlacodegen", timed(lambda: run(*command)))
    fresh("copy")
    psql("copy", "-c", 'CREATE SCHEMA "Dbo"')
    script = HERE / "autogenerate.py"
    url = f"postgresql+psycopg://postgres@/copy?host={HOST}&port={PORT}"
    figures.add("autogenerate", timed(lambda: run(python, script, models, url)))


def measure(tables, runs, others, folder, python):
    figures = Figures()
    fresh("source")
    psql("source", "-v", f"n={tables}", "-f", HERE / "tables.sql")
    psql("source", "-c", "ANALYZE")
    in_batches = tables > 1000
    for turn in range(runs):
        one_run(figures, tables, folder, in_batches)
        print(f"{tables} tables: run {turn + 1} of {runs}", file=sys.stderr)
    if others:
        code_generation(figures, folder, python)
    return figures


def shape(name, size, folder):
    """Seconds of a first plan of a schema that is large in one way."""
    fresh("source")
    psql("source", "-v", f"n={size}", "-v", f"shape={name}", "-f", HERE / "shapes.sql")
    target_of("source")
    with Session("target") as session:
        return session.call("SELECT schemig.plan('src', 'Dbo')")


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def missed(ratio, goal):
    return goal is not None and ratio > goal * 4 / 3


def print_ratios(all_figures):
    """The table; returns what is above its goal by more than a third."""
    failures = []
    sizes = list(all_figures)
    row("", *(f"{n:,} tables" for n in sizes), "goal")
    row("---", *("---:" for _ in sizes), "---:")
    for what, other, goal in GOALS:
        cells = []
        for tables, figures in all_figures.items():
            if what not in figures.of:
                cells.append("")
                continue
            ratio = figures.median(what) / figures.median(other)
            cells.append(f"{figures.median(what):.2f} s / {figures.median(other):.2f} s = {ratio:.2f}")
            if tables >= 1000 and missed(ratio, goal):
                failures.append(f"{what} at {tables} tables: {ratio:.2f}, goal {goal}")
        row(f"{what} / {other}", *cells, str(goal or ""))
    failures += print_others(all_figures)
    return failures


def print_others(all_figures):
    failures = []
    cells = []
    for tables, figures in all_figures.items():
        if "sqlacodegen" not in figures.of:
            cells.append("")
            continue
        others = figures.median("sqlacodegen") + figures.median("autogenerate")
        ratio = others / figures.median("first plan")
        cells.append(f"{others:.1f} s / {figures.median('first plan'):.2f} s = {ratio:.0f}")
        if tables >= 1000 and ratio < 25 * 3 / 4:
            failures.append(f"sqlacodegen and autogenerate / first plan at {tables} tables: {ratio:.0f}, goal 25")
    row("sqlacodegen and Alembic autogenerate / first plan", *cells, "at least 25")
    limits = [("memory of the plan", 600, "MB"), ("memory of the upgrade", 600, "MB"), ("size of the record", 3, "of the dump")]
    for what, limit, unit in limits:
        values = [f.median(what) for f in all_figures.values()]
        row(what, *(f"{v:.1f} {unit}" for v in values), str(limit))
        failures += [f"{what}: {v:.1f} {unit}, goal {limit}" for v in values[-1:] if missed(v, limit)]
    return failures


def print_growth(all_figures):
    failures = []
    if {1000, 10000} <= set(all_figures):
        for what, _, _ in GOALS:
            small, large = all_figures[1000], all_figures[10000]
            if what in small.of and what in large.of:
                growth = large.median(what) / small.median(what)
                print(f"{what}: {growth:.1f} times from 1,000 to 10,000 tables (goal 11)")
                if missed(growth, 11):
                    failures.append(f"growth of {what}: {growth:.1f}, goal 11")
    return failures


def print_shapes(folder):
    """Twice the size may not take much more than twice the time."""
    failures = []
    for name, size in [("wide", 1600), ("deep", 500), ("dense", 100_000)]:
        half, full = shape(name, size // 2, folder), shape(name, size, folder)
        print(f"{name}: {size // 2:,} in {half:.2f} s, {size:,} in {full:.2f} s, {full / half:.1f} times")
        if full / half > 3 and full > 0.5:
            failures.append(f"{name}: {full / half:.1f} times for twice the size")
    return failures


def machine():
    model = re.search(r"^model name\s*: (.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    server = psql("postgres", "-c", "SHOW server_version").stdout.split()[0]
    gigabytes = int(memory.group(1)) // 1048576 + 1
    return f"PostgreSQL {server}, {os.cpu_count()} cores of {model.group(1) if model else platform.machine()}, {gigabytes} GB"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", default="100,1000,10000", help="sizes, separated by commas")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size")
    parser.add_argument("--python", help="a Python that has sqlacodegen and alembic")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.tables.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        python = arguments.python
        figures = {n: measure(n, arguments.runs, python and n <= 1000, folder, python) for n in sizes}
        print(f"{time.strftime('%Y-%m-%d')}, {machine()}, medians of {arguments.runs} runs\n")
        failures = print_ratios(figures)
        print()
        failures += print_growth(figures)
        failures += print_shapes(folder)
    for failure in failures:
        print(f"missed: {failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
