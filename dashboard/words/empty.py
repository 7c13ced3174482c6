"""What a page says when it has nothing to show yet: what to load next."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Empty:
    """An honest empty state: what is missing, what to do, and the command that does it."""

    title: str
    sentence: str
    command: str = ""


LOAD = "uptake load"
NOTHING = Empty(
    "Nothing has been loaded yet",
    "Put a network export and a staff list into the inbox and load them.",
    LOAD,
)
NO_NETWORK = Empty(
    "No network export has been loaded yet",
    "Put the export ZIP of Yammer or Viva Engage into the inbox and load it.",
    LOAD,
)
NO_HEADCOUNT = Empty(
    "There is no headcount to compare with",
    "Put a staff list, or a table of department, date and headcount, into the inbox and load it.",
    LOAD,
)
NO_DEPARTMENTS = Empty(
    "No departments are known yet",
    "Departments come from the staff list. Put one into the inbox and load it.",
    LOAD,
)
NO_IDEAS = Empty(
    "No ideas have been shared yet",
    "Ideas are the links that people post. Load a network export, or make links to post.",
    "uptake links mint",
)
NO_CLICKS = Empty(
    "No clicks have been loaded yet",
    "Put an export of your link shortener into the inbox, or set it up to be fetched.",
    LOAD,
)
NO_REPORT = Empty(
    "No engagement report has been loaded yet",
    "Reading and liking show only in the Viva Engage activity report. Load one to count readers.",
    LOAD,
)
CONCEALED = Empty(
    "The engagement report hides names",
    "In the Microsoft 365 admin centre, under Org settings, Reports, untick the option that hides "
    "names, then export the report again and load it.",
    LOAD,
)
NO_TARGET = Empty(
    "No target is set",
    "Set the share of staff that should have joined, and by when, in config.toml under [target].",
)
