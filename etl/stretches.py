"""Stretches of days, half-open: overlapping or touching ones are joined up, shared ones found."""


def joined_up(select: str, keys: str, carried: str = "") -> str:
    """SQL: the stretches (``keys``, valid_from, valid_to) of ``select``, none touching another.

    ``keys``: columns that make two stretches the same, comma separated. ``carried``: further
    columns of the result, as aggregates over the stretches that became one.
    """
    extra = f", {carried}" if carried else ""
    return f"""
        select {keys}{extra}, min(valid_from) as valid_from, max(valid_to) as valid_to
        from (
            select *, sum(case when valid_from <= reached then 0 else 1 end) over (
                partition by {keys} order by valid_from, valid_to
                rows unbounded preceding) as stretch_no
            from (
                select *, max(valid_to) over (
                    partition by {keys} order by valid_from, valid_to
                    rows between unbounded preceding and 1 preceding) as reached
                from ({select}) told where valid_from < valid_to) ordered) numbered
        group by {keys}, stretch_no
    """


def shared(table: str, key: str) -> str:
    """SQL: (``key``, valid_from, valid_to, extra) where somebody stands in several places at once.

    ``table``: stretches (``key``, department_id, valid_from, valid_to), those of one department
    joined up. ``extra``: in how many places more than one. Sum the places, take off ``extra``, and
    each person is counted once.
    """
    return f"""
        with several as (
            select {key} from {table} group by {key}
            having min(department_id) <> max(department_id)),
        edge as (
            select t.{key}, t.valid_from as date, 1 as step
            from {table} t join several s on s.{key} = t.{key}
            union all
            select t.{key}, t.valid_to, -1
            from {table} t join several s on s.{key} = t.{key}),
        summed as (select {key}, date, sum(step) as step from edge group by {key}, date),
        level as (
            select {key}, date as valid_from,
                lead(date) over (partition by {key} order by date) as valid_to,
                sum(step) over (partition by {key} order by date) - 1 as extra
            from summed)
        select {key}, valid_from, valid_to, extra from level where extra > 0
    """
