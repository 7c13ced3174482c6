"""What people did expires: after some months it is deleted person by person, and figures stay.

``facts`` says of every table of acts what expires, ``leavers`` whose accounts and lines of staff
lists go, and each deletes it. ``expire`` decides when, and makes sure that what was published of
those days is told on.
"""
