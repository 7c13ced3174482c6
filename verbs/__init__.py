"""The verbs of the command line, one file each, found by being here.

A file declares ``NAME`` (two words for a verb with a second one: ``links mint``), ``ABOUT`` (one
line for the reader of ``uptake --help``), ``arguments(parser)`` and ``run(options, say)``, which
returns the exit code: 0 done, 1 nothing usable, 2 something needs a person. What a verb needs is
imported when it runs: ``uptake status`` must not wait for Streamlit.
"""
