"""What ideas and topics owe to a person goes on being counted, without the person.

It is written down before the facts are erased, and holds once they are: whatever dies in between,
nobody is counted twice, or not at all.
"""

from dataclasses import replace

from etl.editions.besides import pass_beside
from etl.editions.history_file import read_history, write_history
from etl.editions.scope import Scope
from etl.settings import Settings
from etl.subject.known import Keys
from etl.warehouse.engine import Warehouse


def set_aside(warehouse: Warehouse, scope: Scope, keys: Keys) -> None:
    """Write down what is to be counted besides the facts. In a transaction, once all was derived.

    Nothing is where nothing was published.
    """
    history = read_history(scope.settings)
    if history is not None:
        pending = pass_beside(warehouse, scope, keys)
        write_history(scope.settings, replace(history, pending=pending))


def count_besides(settings: Settings) -> None:
    """Count it from now on: the facts are erased."""
    history = read_history(settings)
    if history is not None and history.pending is not None:
        write_history(settings, replace(history, bygone=history.pending, pending=None))
