import json
def read_json(path, name): return json.loads(path.read_text())
