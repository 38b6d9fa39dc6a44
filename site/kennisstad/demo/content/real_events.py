"""Events that took place, or were called off, as far as our sources tell.

What a source doesn't tell stays open: an event may be known by its month or year alone, and have no hours.
"""

from pathlib import Path

from kennisstad.content_files import read_each, read_folder
from kennisstad.demo.content.records import Plan, Speaker

FOLDER = Path(__file__).parent

SPEAKERS = read_each(FOLDER / "speakers.toml", Speaker)
EVENTS = read_folder(FOLDER / "events" / "real", Plan)
