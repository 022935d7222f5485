"""Document -> claims: who says what.

What is true of news English: a claim is told by a cue ("said", "according to", "denied that"), and the
cue's verb decides what may follow it. So each verb of saying is looked up with the frames it takes
(clause, quotation, noun phrase, infinitive); it is a cue only where one of its frames is met. The
speaker stands before the verb, after it when the quotation came first, or is carried over from the
verb before ("said ... and warned ..."). Nothing inside a direct quotation is looked at: what a quoted
person reports is that person's claim.
"""

from __future__ import annotations

from bot.briefs.claims.find import find_claims

__all__ = ["find_claims"]
