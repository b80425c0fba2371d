"""The environment that `alembic init` makes, with the database from the command line: alembic -x url=..."""

from alembic import context
from sqlalchemy import create_engine, pool

url = context.get_x_argument(as_dictionary=True)["url"]
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"}, version_table_schema="versions")
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, version_table_schema="versions")
        with context.begin_transaction():
            context.run_migrations()
