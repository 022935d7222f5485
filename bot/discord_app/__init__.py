"""Sitrep in Discord: slash commands in, digests and alerts out. The only folder that imports discord."""
