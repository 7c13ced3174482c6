"""What is held on one person: for whoever asks what an organisation knows of them.

``known`` finds the keyed hashes that stand for the person, ``facts`` the rows of the warehouse,
``lines`` the lines of the exports that are kept, and ``export`` writes it all to one file.
"""
