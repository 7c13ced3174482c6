from enum import StrEnum
class Kind(StrEnum):
    TEXT="text"; ID="id"; INSTANT="instant"; DATE="date"; COUNT="count"; FLAG="flag"; LABEL="label"
def _t(c): return f"nullif(nullif(trim({c}),''),'null')"
def converted(kind, c, *, day_first=None, zone="UTC"):
    if kind in (Kind.TEXT, Kind.ID): return _t(c)
    if kind is Kind.LABEL: return f"regexp_replace({_t(c)}, '\\s+',' ','g')"
    if kind is Kind.INSTANT:
        z = f"coalesce(try_cast({_t(c)} as timestamp), try_strptime({_t(c)}, ['%d/%b/%Y:%H:%M:%S %z','%Y/%m/%d %H:%M:%S %z','%m/%d/%Y %I:%M:%S %p'])::timestamp)"
        return z if zone=="UTC" else f"(({z} at time zone '{zone}') at time zone 'UTC')"
    if kind is Kind.DATE: return f"coalesce(try_cast({_t(c)} as date), try_strptime({_t(c)}, '{'%d/%m/%Y' if day_first else '%m/%d/%Y'}')::date, try_cast({_t(c)} as timestamp)::date)"
    if kind is Kind.COUNT: return f"try_cast({_t(c)} as integer)"
    return f"case lower({_t(c)}) when 'true' then true when 'yes' then true when '1' then true when 'false' then false when 'no' then false when '0' then false end"
def problem(kind, c, *, day_first=None, zone="UTC"):
    return f"({_t(c)} is not null and ({converted(kind,c,day_first=day_first,zone=zone)}) is null)"
def reason(kind): return f"is not a {kind}"
def date_order(con, view, columns): return "iso"
