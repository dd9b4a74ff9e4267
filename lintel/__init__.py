"""Lintel: the open multi-agency safeguarding hub."""

import sys

__version__ = "0.1.0"

# SQLite before 3.51.3 can corrupt a write-ahead log when two connections write and checkpoint
# at once. The wheel carries a mended one; it must be in place before Django first asks.
try:
    import pysqlite3
except ImportError:  # a clean machine, before dev.py has built the environment
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
