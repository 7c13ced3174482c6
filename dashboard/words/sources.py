"""What sources are called on screen."""

SOURCES = {
    "yammer_users": "Network accounts",
    "yammer_messages": "Network messages",
    "yammer_groups": "Communities",
    "engagement_people": "Engagement report of people",
    "engagement_groups": "Engagement report of communities",
    "staff_people": "Staff list",
    "staff_directory": "Directory of accounts",
    "staff_headcount": "Headcount by department",
    "eligible_people": "List of who is eligible",
    "department_list": "List of departments",
    "department_labels": "Meaning of department labels",
    "department_changes": "Changes of departments",
    "organisation": "Departments",
    "link_registry": "Link registry",
    "idea_records": "Records of ideas",
    "topics": "List of topics",
    "network_export": "Network export",
    "event": "Named events",
    "": "Not recognised",
}
SERIES = {
    "shlink": "Shlink",
    "bitly": "Bitly",
    "kutt": "Kutt",
    "yourls": "YOURLS",
    "access_log": "the access log",
}


GROUPS = {
    "yammer_": "network export",
    "engagement_": "engagement report",
    "staff_directory": "directory of accounts",
    "staff_": "staff list",
    "department_": "list of departments",
    "link_registry": "link registry",
}


def source_group(source: str) -> str:
    """What several sources that come together are called: one export brings three of them."""
    for beginning, name in GROUPS.items():
        if source.startswith(beginning):
            return name
    return source_label(source).replace("Clicks", "clicks", 1)


def series_label(series_id: str) -> str:
    """The name of a click series: ``csv:newsletter`` is "newsletter"."""
    return SERIES.get(series_id) or series_id.removeprefix("csv:").replace("_", " ")


def source_label(source: str) -> str:
    """The name of a source at the head of a row; an unknown one is named as it is."""
    if source in SOURCES:
        return SOURCES[source]
    own = source.removeprefix("clicks.").removeprefix("csv:").removesuffix("_clicks")
    name = SERIES.get(own) or own.replace("_", " ")
    return f"Clicks from {name}"
