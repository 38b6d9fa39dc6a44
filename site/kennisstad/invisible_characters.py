"""Characters that show nothing: with or without them a text looks the same to whoever reads it."""

import re

# These two join letters and emoji into one, and some scripts need them.
JOINERS = "\u200c\u200d"
# These take their place in a line, but are drawn without ink.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0\U0001d159"
# What Unicode allows a program to leave out: its Default_Ignorable_Code_Point, joiners apart.
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
INVISIBLE = re.compile(f"[{IGNORABLE}{BLANKS}]")
JOINER = re.compile(f"[{JOINERS}]")
