"""The environment that `alembic init` makes, as the docstring of the models says: alembic -x url=..."""

import sys

from alembic import context
from sqlalchemy import create_engine, pool

sys.path.insert(0, ".")
import models  # noqa: E402

url = context.get_x_argument(as_dictionary=True)["url"]
engine = create_engine(url, poolclass=pool.NullPool, connect_args={"options": "-csearch_path="})
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        include_schemas=True,
        include_name=models.include_name,
        include_object=models.include_object,
        compare_type=models.compare_type,
        compare_server_default=True,
        version_table_schema="public",
    )
    with context.begin_transaction():
        context.run_migrations()
