"""The network data export of Yammer / Viva Engage: one ZIP, full since the launch."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from etl.simulate.accounts import Account, AccountView
from etl.simulate.exports.csvfile import csv_text
from etl.simulate.messages import Community, Message
from etl.simulate.plan import iso
from etl.simulate.world import World

USERS = (
    "id,name,email,job_title,location,department,api_url,deleted_by_id,deleted_by_type,joined_at,"
    "deleted_at,suspended_by_id,suspended_by_type,suspended_at,guid,state,office_user_id,"
    "user_cover_image_url"
)
MESSAGES = (
    "id,replied_to_id,thread_id,conversation_id,group_id,group_name,participants,in_private_group,"
    "in_private_conversation,sender_id,sender_type,sender_name,sender_email,body,api_url,"
    "attachments,deleted_by_id,deleted_by_type,created_at,deleted_at,gdpr_delete_url,message_type,"
    "closed"
)
GROUPS = "id,name,description,private,external,created_at,updated_at,deleted"
NETWORKS = (
    "id,permalink,name,url,paid,created_at,moderated,usage_policy,number_of_users,"
    "secure_browser_token"
)
ADMINS = "id,name,email,verified"
_API = "https://www.yammer.com/api/v1"
_NETWORK_ID = "7731904"


def write_network_export(folder: Path, world: World, made_at: datetime) -> Path:
    """Write the export that was made at ``made_at``; returns its path."""
    path = folder / f"viva-engage-export-{made_at:%Y-%m-%d}.zip"
    users = list(_users(world, made_at))
    messages = list(_messages(world, made_at))
    groups = [_group(c, made_at) for c in world.communities if c.is_listed]
    counts = {"USERS": len(users), "MESSAGES": len(messages), "GROUPS": len(groups)}
    parts = {
        "Users.csv": _table(USERS, users),
        "Messages.csv": _table(MESSAGES, messages),
        "Groups.csv": _table(GROUPS, groups),
        "Networks.csv": _table(NETWORKS, [_network(world, len(users))]),
        "Admins.csv": _table(ADMINS, [_admin(account) for account in world.accounts[:2]]),
        "log.txt": _log(counts),
        "request.txt": _request(world, made_at),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(_entry(name, made_at), text.encode("utf-8"), compresslevel=6)
    return path


def _entry(name: str, made_at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _table(header: str, rows: list[list[object]]) -> str:
    return csv_text(header.split(","), rows, quotes_all=True, has_bom=True)


def _users(world: World, made_at: datetime) -> Iterator[list[object]]:
    admin = world.accounts[1].id
    for account in world.accounts:
        view = account.seen_at(made_at)
        if view is not None:
            yield _user(account, view, admin)


def _user(account: Account, view: AccountView, admin: str) -> list[object]:
    return [
        account.id,
        view.name,
        view.email,
        account.job_title,
        "",
        account.department_label,
        f"{_API}/users/{account.id}",
        admin if view.deleted_at else "",
        "User" if view.deleted_at else "",
        iso(view.joined_at),
        iso(view.deleted_at),
        admin if view.suspended_at else "",
        "User" if view.suspended_at else "",
        iso(view.suspended_at),
        "",
        view.state,
        account.office_user_id,
        "",
    ]


def _messages(world: World, made_at: datetime) -> Iterator[list[object]]:
    emails = {
        account.id: view.email for account in world.accounts if (view := account.seen_at(made_at))
    }
    for message in world.messages:
        if message.created_at < made_at:
            yield _message(message, emails[message.account.id], made_at)


def _message(message: Message, email: str, made_at: datetime) -> list[object]:
    starter, community, account = message.starter, message.community, message.account
    is_deleted = message.deleted_at is not None and message.deleted_at <= made_at
    has_group = community is not None and community.group_id_at(message.created_at) != ""
    return [
        message.id,
        "" if message.thread is None else starter.id,
        starter.id,
        "" if community is not None else f"c{starter.id[-9:]}",
        community.id if community is not None and has_group else "",
        community.name_at(made_at) if community is not None and has_group else "",
        ",".join(f"user:{each.id}" for each in message.participants),
        _flag(community is not None and community.is_private),
        _flag(community is None),
        account.id,
        "User",
        account.name,
        email,
        message.body,
        f"{_API}/messages/{message.id}",
        message.attachments,
        account.id if is_deleted else "",
        "User" if is_deleted else "null",
        iso(message.created_at),
        iso(message.deleted_at) if is_deleted else "",
        f"{_API}/messages/{message.id}/gdpr_delete",
        message.kind,
        "FALSE",
    ]


def _group(community: Community, made_at: datetime) -> list[object]:
    return [
        community.id,
        community.name_at(made_at),
        "For everyone, from everyone" if community.is_all_company else "",
        _flag(community.is_private),
        "false",
        iso(community.created_at),
        iso(community.renamed_at or community.created_at),
        _flag(community.is_deleted),
    ]


def _network(world: World, size: int) -> list[object]:
    opened = iso(world.communities[0].created_at)
    url = "https://www.yammer.com/council.example"
    return [_NETWORK_ID, "council.example", "Council", url, "true", opened, "false", "", size, ""]


def _admin(account: Account) -> list[object]:
    return [account.id, account.name, account.email, "true"]


def _log(counts: dict[str, int]) -> str:
    lines = [f"Number of exported {name}: {count}" for name, count in counts.items()]
    lines += [f"Number of exported {name}: 0" for name in ("PAGES", "TOPICS", "FILES")]
    return "\n".join(["Export started", *lines, "Export finished", ""])


def _request(world: World, made_at: datetime) -> str:
    since = f"{world.plan.setup_date.isoformat()}T00:00:00Z"
    lines = (f"since: {since}", f"until: {iso(made_at)}", "model: User,Group,Message")
    return "\n".join([*lines, "include: csv", ""])


def _flag(is_true: bool) -> str:
    return "true" if is_true else "false"
