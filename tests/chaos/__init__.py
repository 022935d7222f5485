"""Kill -9 at every step between a feed and a message sent, start again, compare what Discord has.

`python -m tests.chaos` (or `make chaos`). Two processes: one plays the feed and Discord and is never killed;
the other (zygote.py) forks the whole flow again and again, each fork ready to kill itself at a step. Steps
are not fault points written into the code: every statement that changes the database, and every request
before it leaves and after it was answered, is one; so no step can be forgotten when the code changes.
"""
