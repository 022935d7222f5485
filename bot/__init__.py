"""Sitrep: feed -> entry -> article text -> brief -> story -> ledger -> digest or alert -> outbox -> chat."""
