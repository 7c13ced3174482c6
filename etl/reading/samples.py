from dataclasses import dataclass
import re, csv, unicodedata
@dataclass(frozen=True, slots=True)
class Sample: name:str; kind:str; header:tuple; head:str
def header_key(n): return re.sub(r'[\W_]+',' ',unicodedata.normalize('NFKC',n).casefold()).strip()
def sample(path, name=None):
    name=name or path.name; b=path.read_bytes()[:65536]
    if b[:2]==b'PK': return Sample(name,'zip',(),'')
    t=b.decode('utf-8-sig','replace')
    if name.endswith('.log'): return Sample(name,'log',(),t)
    if t[:1] in '{[': return Sample(name,'json',(),t)
    return Sample(name,'csv',tuple(next(csv.reader([t.split('\n')[0]]))),t)
