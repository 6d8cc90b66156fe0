# SPDX-License-Identifier: Apache-2.0
"""lab_tables.py URL MODULE... : makes the tables of Neutron and of these modules' models in the empty database at URL.

The models are the source, not the migrations: networking-midonet's migrations want a BGP plugin that its gateways do not need.
"""
import importlib
import sys

if sys.version_info < (3, 9):
    import eventlet
    eventlet.monkey_patch()

import sqlalchemy  # noqa: E402
from neutron.db.migration.models import head  # noqa: E402

url, modules = sys.argv[1], sys.argv[2:]
for module in modules:
    importlib.import_module(module)
engine = sqlalchemy.create_engine(url)
head.get_metadata().create_all(engine)
engine.dispose()

if url.startswith("sqlite"):
    import sqlite3
    connection = sqlite3.connect(engine.url.database)
    # Readers then do not wait for the writer; the setting stays in the file.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
