"""What Alembic would change of a database to make it what the models say, as the models' docstring tells to ask."""

import sys
import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, exc

sys.path.insert(0, ".")
import models  # noqa: E402

# Of types that SQLAlchemy does not read again.
warnings.filterwarnings("ignore", category=exc.SAWarning, message="Did not recognize type")
engine = create_engine(sys.argv[1], connect_args={"options": "-csearch_path="})
with engine.connect() as connection:
    context = MigrationContext.configure(
        connection,
        opts={
            "target_metadata": models.Base.metadata,
            "include_schemas": True,
            "include_name": models.include_name,
            "include_object": models.include_object,
            "compare_type": models.compare_type,
            "compare_server_default": True,
        },
    )
    for difference in compare_metadata(context, models.Base.metadata):
        print(difference)
