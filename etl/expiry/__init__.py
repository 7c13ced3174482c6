"""What people did expires: after some months it is deleted person by person, and figures stay.

``facts`` says of every table with a person in it what expires, and deletes it. ``expire`` decides
when, and makes sure that what was published of those days is told on.
"""
