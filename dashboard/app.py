"""The script that Streamlit runs for every session: page config and navigation, nothing else."""

from dashboard.views.pages import show

show()
