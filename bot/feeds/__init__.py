"""The world comes in: feeds and pages, fetched politely, read safely, and told apart."""
