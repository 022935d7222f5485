"""Records -> text, tables, Markdown, HTML, JSON, charts. Pure: what is shown is assembled from records.

Each report is imported from its own module, so that a command loads the one it shows and no other.
"""
