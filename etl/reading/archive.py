import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, UTC
@dataclass(frozen=True, slots=True)
class Entry: name:str; folder:str; bytes:int; info:object=None
class Archive:
    def __init__(s,z): s.z=z; s.entries=tuple(Entry(i.filename.split('/')[-1],'/'.join(i.filename.split('/')[:-1]),i.file_size,i) for i in z.infolist()); s.made_at=max(datetime(*i.date_time,tzinfo=UTC) for i in z.infolist())
    def read_text(s,e,l): return s.z.read(e.info).decode('utf-8-sig')
    def extract(s,e,into):
        p=into/e.name; p.write_bytes(s.z.read(e.info)); return p
@contextmanager
def open_archive(path,*,name):
    with zipfile.ZipFile(path) as z: yield Archive(z)
