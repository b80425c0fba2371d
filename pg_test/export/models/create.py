"""Makes the tables of the models in a database, but for one that refers to what the models do not describe."""

import sys

from sqlalchemy import create_engine

sys.path.insert(0, ".")
import models  # noqa: E402

tables = [
    table
    for table in models.Base.metadata.sorted_tables
    if not any(key.column.table.info.get("external") for key in table.foreign_keys)
    and not table.info.get("external")
]
engine = create_engine(sys.argv[1], connect_args={"options": f"-csearch_path={sys.argv[2]}"})
models.Base.metadata.create_all(engine, tables=tables)
print(f"{len(tables)} tables")
