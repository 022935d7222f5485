"""What Sitrep remembers: records, and one file of SQL for each noun."""
