"""Where a page is opened by its address, within a session: by a link, or back and forward.

The address says what is chosen there. Streamlit leaves out of it what is named like a choice of
the page one comes from, though each page has the choice of a period; so it is read once more.
"""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def is_by_address() -> bool:
    """Whether this run opens a page by its address: what was chosen before does not count."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def heed_address() -> None:
    """Let every choice of the address hold where it opens the page."""
    run = get_script_run_ctx()
    if run is None or not is_by_address():
        return
    with run.session_state.query_params() as choices:
        choices.populate_from_query_string(run.query_string)
        choices.set_initial_query_params_from_current()
        choices._send_query_param_msg()
