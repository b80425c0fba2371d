"""A row goes in and comes back through each class of the models; tables without classes are read."""

import datetime as dt
import decimal
import random
import re
import sys
import uuid
import warnings
from typing import Any

from sqlalchemy import create_engine, exc, select, text
from sqlalchemy.orm import Session, aliased, configure_mappers
from sqlalchemy.types import ARRAY

sys.path.insert(0, ".")
import models  # noqa: E402

warnings.simplefilter("error")
TRIES = 400
NAMED = {
    '"char"': "c",
    "bpchar": "ab",
    "name": "n",
    "xml": "<a/>",
    "point": "(1,2)",
    "polygon": "((0,0),(0,1),(1,1))",
    "pg_lsn": "0/1",
    "app.point3": "(1,2,z)",
    "app.point3[]": '{"(1,2,z)"}',
    "app.span": "[1,5)",
    "app.spans": "{[1,5)}",
    "app.grade[]": "{1,2}",
    "app.citext[]": "{a,b}",
    "app.ltree": "a.b",
    "app.ltree[]": "{a.b}",
    "jsonpath": '$."a"',
}


def value(type_: Any, literals: list[str]) -> Any:
    """A value of a column's type; texts and numbers may be ones that checks name."""
    name = type(type_).__name__
    if name == "DOMAIN":
        return value(type_.data_type, literals)
    if isinstance(type_, ARRAY):
        return [value(type_.item_type, literals)]
    if name in ("Integer", "SmallInteger", "BigInteger"):
        numbers = [int(text) for text in literals if re.fullmatch(r"\d{1,4}", text)]
        return random.choice([*range(1, 9), *(n + random.randint(-1, 1) for n in numbers)])
    if name in ("Numeric", "Double", "REAL", "Float"):
        numbers = [int(text) for text in literals if re.fullmatch(r"\d{1,4}", text)]
        number = decimal.Decimal(random.choice([0, 1, 2, *(n + 1 for n in numbers)]))
        if name == "Numeric":
            return number if type_.scale == 0 else number + decimal.Decimal("0.25")
        return float(number) + 0.25
    if name in ("String", "Text", "CHAR", "CITEXT"):
        length = type_.length or 20
        texts = [text for text in literals if len(text) <= length]
        pick = random.choice([*texts, "k" + str(random.randint(0, 99))[: max(length - 1, 0)]])
        return pick[:length].ljust(length) if name == "CHAR" else pick[:length]
    if name == "ENUM":
        return random.choice(type_.enums)
    day = dt.datetime(random.choice([2022, 2024, 2000, 1990]), 1, random.randint(1, 28), 12, 30, tzinfo=None)
    numbers, zone = {"int": (1, 5), "num": (decimal.Decimal(1), decimal.Decimal(5))}, dt.timezone.utc
    if name.endswith("RANGE"):
        from sqlalchemy.dialects.postgresql import Range

        ends = {
            "INT": (1, 5),
            "NUM": (decimal.Decimal(1), decimal.Decimal(5)),
            "DATE": (day.date(), day.date() + dt.timedelta(3)),
            "TSTZ": (day.replace(tzinfo=zone), day.replace(tzinfo=zone) + dt.timedelta(1)),
            "TS": (day, day + dt.timedelta(1)),
        }
        start = next(start for start in ("INT", "NUM", "DATE", "TSTZ", "TS") if name.startswith(start))
        one = Range(*ends[start], bounds="[)")
        return [one] if "MULTI" in name else one
    if name == "Named":
        return NAMED[type_.name]
    simple = {
        "Boolean": random.random() < 0.5,
        "Date": day.date(),
        "DateTime": day.replace(tzinfo=zone) if getattr(type_, "timezone", False) else day,
        "TIMESTAMP": day.replace(tzinfo=zone) if getattr(type_, "timezone", False) else day,
        "Time": dt.time(1, 2, 3, tzinfo=zone if getattr(type_, "timezone", False) else None),
        "TIME": dt.time(1, 2, 3, tzinfo=zone if getattr(type_, "timezone", False) else None),
        "INTERVAL": dt.timedelta(days=1, seconds=5),
        "Uuid": uuid.UUID(int=random.getrandbits(128)),
        "LargeBinary": b"\x00\xff",
        "JSON": {"a": [1, "b"]},
        "JSONB": {"a": [1, "b"]},
        "MONEY": "$1.00",
        "BIT": "1010"[: type_.length] if name == "BIT" and type_.length else "1",
        "MACADDR": "08:00:2b:01:02:03",
        "MACADDR8": "08:00:2b:01:02:03:04:05",
        "TSVECTOR": "'a' 'b'",
        "TSQUERY": "'a'",
        "OID": 1259,
        "REGCLASS": "pg_class",
        "REGCONFIG": "simple",
        "HSTORE": {"a": "b", "c": None},
    }
    import ipaddress

    simple |= {"INET": ipaddress.ip_address("10.0.0.1"), "CIDR": ipaddress.ip_network("10.0.0.0/8")}
    return simple[name]


def row(cls: Any, literals: dict[str, list[str]], empty: bool) -> dict[str, Any]:
    """Values by attribute; where nothing else fits, only what must be there."""
    values = {}
    for attribute in cls.__mapper__.column_attrs:
        column = attribute.columns[0]
        given = column.identity is not None and column.identity.always or column.computed is not None
        filled = column.server_default is not None or column.identity is not None
        if given or (empty and (column.nullable or filled)):
            continue
        found = value(column.type, literals.get(column.name, []))
        if found is not None:
            values[attribute.key] = found
    return values


def constants(connection: Any, cls: Any) -> dict[str, list[str]]:
    """What checks of a table and of domains compare columns with."""
    table = cls.__table__
    checks = connection.execute(
        text(
            "SELECT a.attname, pg_get_constraintdef(k.oid) FROM pg_attribute a JOIN pg_constraint k"
            " ON k.contype = 'c' AND (k.conrelid = a.attrelid AND a.attnum = ANY (k.conkey) OR k.contypid = a.atttypid)"
            " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = :schema AND c.relname = :name"
        ),
        {"schema": table.schema, "name": table.name},
    )
    found: dict[str, list[str]] = {}
    for column, check in checks:
        texts = [a or b for a, b in re.findall(r"'([^']*)'::|(\d+)", check)]
        found.setdefault(column, []).extend(t for t in texts if t and not re.search(r"[\^$*]", t))
    return found


def goes_and_returns(session: Session, cls: Any) -> None:
    literals = constants(session.connection(), cls)
    for attempt in range(TRIES):
        values = row(cls, literals, attempt % 2 == 1)
        mark = session.begin_nested()
        sent = cls(**values)
        session.add(sent)
        try:
            session.flush()
        except (exc.IntegrityError, exc.DataError):
            mark.rollback()
            if attempt == TRIES - 1:
                raise
            continue
        key = cls.__mapper__.primary_key_from_instance(sent)
        session.expunge_all()
        back = session.get(cls, tuple(key))
        assert back is not None, f"{cls.__name__} {key} is not there"
        for name, sent_value in values.items():
            returned = getattr(back, name)
            if hasattr(returned, "__iter__") and isinstance(sent_value, list):
                returned = list(returned)
            assert returned == sent_value, f"{cls.__name__}.{name}: {sent_value!r} became {returned!r}"
        mark.commit()
        return


engine = create_engine(sys.argv[1], connect_args={"options": "-csession_replication_role=replica"})
configure_mappers()
random.seed(1)
done = 0
with Session(engine) as session:
    for mapper in sorted(models.Base.registry.mappers, key=lambda m: m.class_.__name__):
        goes_and_returns(session, mapper.class_)
        done += 1
        for relationship in mapper.relationships:
            other = aliased(relationship.mapper.class_)
            joined = relationship.class_attribute.of_type(other)
            session.execute(select(mapper.class_).join(joined)).all()
    classless = [t for t in models.Base.metadata.sorted_tables if not t.info.get("external")]
    views = list(models.views.sorted_tables) if hasattr(models, "views") else []
    for table in [*classless, *views]:
        if not table.columns or table.info.get("kind") == "materialized view":
            continue
        session.execute(select(table)).all()
    session.rollback()
engine.dispose()
print(f"{done} classes, {len(classless)} tables, {len(views)} views")
