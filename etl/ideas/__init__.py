"""An address becomes the idea it stands for, and the link it was posted as. Nothing is fetched."""

from etl.ideas.addresses import (
    Link,
    audience_tag,
    idea_address,
    idea_id,
    link_key,
    read_link,
    unwrapped,
)

__all__ = [
    "Link",
    "audience_tag",
    "idea_address",
    "idea_id",
    "link_key",
    "read_link",
    "unwrapped",
]
