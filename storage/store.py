"""open_store(url): the door through which everything else reaches what Sitrep remembers."""
