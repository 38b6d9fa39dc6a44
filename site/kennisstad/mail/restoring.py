"""Whether a copy is being put back here, or was and never came to its end: from before it is there, no mail goes.

A table says so that no app knows and no copy holds, so that it stands beside the copy of any version, and a process
that is killed leaves it behind.
"""

from django.db import connection

TABLE = "restore_under_way"
BEGIN = f"CREATE TABLE {TABLE} (word text)"
WORDS = "A copy is being put back, or that was stopped half-way: then run `restore` again, with --replace."


def begin() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BEGIN)


def is_under_way() -> bool:
    return TABLE in connection.introspection.table_names()


def end() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
