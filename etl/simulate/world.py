"""The whole made-up world: everything that the exports and the truth are taken from."""

from dataclasses import dataclass

from etl.simulate.accounts import Account
from etl.simulate.chatter import Chatter, delete
from etl.simulate.clicks import Click, draw_clicks
from etl.simulate.crowd import Crowd
from etl.simulate.directory import DirectoryEntry, build_directory
from etl.simulate.engagement import Report, draw_reports
from etl.simulate.ideas import Idea, Link
from etl.simulate.messages import Community, Message, build_communities, number_messages
from etl.simulate.network import build_accounts
from etl.simulate.organisation import build_organisation
from etl.simulate.people import Organisation
from etl.simulate.plan import Plan, local_date
from etl.simulate.posts import add_returners, add_reused_mailboxes, add_second_posts
from etl.simulate.sharing import Sharing
from etl.simulate.topics import add_hashtags
from etl.simulate.tours import Tour, send_on_tour


@dataclass(slots=True)
class World:
    """The organisation, its network, its ideas and the clicks on their links."""

    plan: Plan
    organisation: Organisation
    accounts: list[Account]
    directory: list[DirectoryEntry]
    communities: list[Community]
    messages: list[Message]
    ideas: list[Idea]
    stray_links: list[Link]
    clicks: list[Click]
    reports: list[Report]
    tours: list[Tour]


def build_world(plan: Plan) -> World:
    """Make everything up; the same plan gives the same world."""
    organisation = build_organisation(plan)
    add_returners(plan, organisation)
    add_second_posts(plan, organisation)
    add_reused_mailboxes(plan, organisation)
    accounts = build_accounts(plan, organisation)
    communities = build_communities(plan)
    officer = accounts[0]
    officer.reading_rate, officer.posting_rate = 0.97, 0.05
    crowd = Crowd(organisation, accounts)
    sharing = Sharing(plan, officer, crowd, communities)
    sharing.run()
    tours = send_on_tour(sharing)
    rng = plan.random("deleting")
    for message in sharing.messages:
        delete(rng, message, plan)
    chatter = Chatter(plan, organisation, accounts, communities)
    chatter.talk()
    messages = [*sharing.messages, *chatter.messages]
    number_messages(messages)
    add_hashtags(plan, messages)
    chatter.read_and_like()
    _count_posts(messages, accounts)
    stray_links, clicks = draw_clicks(plan, sharing.ideas, sharing.minter, crowd)
    return World(
        plan=plan,
        organisation=organisation,
        accounts=accounts,
        directory=build_directory(plan, organisation, accounts),
        communities=communities,
        messages=messages,
        ideas=sharing.ideas,
        stray_links=stray_links,
        clicks=clicks,
        reports=draw_reports(plan, accounts),
        tours=tours,
    )


def _count_posts(messages: list[Message], accounts: list[Account]) -> None:
    for message in messages:
        if message.kind != "system":
            message.account.posted.add(message.created_at.date())
            message.account.active_days.add(local_date(message.created_at))
    for account in accounts:
        for counter in (account.posted, account.read, account.liked):
            counter.close()
