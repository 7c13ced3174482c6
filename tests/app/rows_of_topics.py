"""The rows of a town about its topics."""

from datetime import timedelta

from etl.editions.schema import IDEA_WINDOWS, WHOLE
from tests.app.town import AS_OF, Town

Rows = list[dict[str, object]]


def topics(town: Town) -> Rows:
    return [
        {
            "topic_id": topic.topic_id,
            "name": topic.name,
            "idea_count": len(topic.ideas),
            "last_date": AS_OF if topic.people else None,
        }
        for topic in town.topics
    ]


def topic_ideas(town: Town) -> Rows:
    return [
        {"topic_id": topic.topic_id, "idea_id": idea_id}
        for topic in town.topics
        for idea_id in topic.ideas
    ]


def topic_departments(town: Town) -> Rows:
    return [
        {
            "topic_id": topic.topic_id,
            "window_days": days,
            "department_id": key,
            "people_count": people,
            "post_count": 2,
            "reply_count": people,
        }
        for topic in town.topics
        for days in IDEA_WINDOWS
        for key, people in {**topic.people, WHOLE: sum(topic.people.values())}.items()
        if people
    ]


def topic_travels(town: Town) -> Rows:
    return [
        {
            "topic_id": topic.topic_id,
            "department_id": key,
            "step": step,
            "held_date": AS_OF - timedelta(days=20 - step),
        }
        for topic in town.topics
        for step, key in enumerate(topic.route, 1)
    ]


def topic_trends(town: Town) -> Rows:
    return [
        {"topic_id": topic.topic_id, "people_count": 12, "usual_count": 3.5}
        for topic in town.topics
        if topic.is_trending
    ]


def hashtags(town: Town) -> Rows:
    return [
        {"hashtag": tag, "people_count": people, "last_date": AS_OF}
        for tag, people in town.hashtags.items()
    ]
