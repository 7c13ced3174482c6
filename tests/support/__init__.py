"""What tests share: finding tools, a private PostgreSQL, a browser, a served dashboard."""
