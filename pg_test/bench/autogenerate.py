"""What `alembic revision --autogenerate` does: compares models with a database and writes the operations as text."""

import importlib.util
import sys

import sqlalchemy
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

models, url = sys.argv[1:]
spec = importlib.util.spec_from_file_location("models", models)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
metadata = module.Base.metadata if hasattr(module, "Base") else module.metadata
with sqlalchemy.create_engine(url).connect() as connection:
    options = {"include_schemas": True, "compare_type": True}
    context = MigrationContext.configure(connection, opts=options)
    migrations = produce_migrations(context, metadata)
    print(len(render_python_code(migrations.upgrade_ops)), len(render_python_code(migrations.downgrade_ops)))
