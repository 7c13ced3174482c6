"""Who may sign in as what, and which departments a manager heads."""
