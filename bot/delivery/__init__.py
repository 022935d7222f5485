"""Outbox to a chat, whichever: take, send, mark; each message once, in order. Knows no Discord.

Theory: a crash or a lost connection can fall between a chat's accepting a message and our noting it, so no
sender alone can promise "exactly once". Three things together do: a look into the chat's history for the
message's mark before it is sent again; a nonce that is the same for every try, by which the chat drops a
repeat for some minutes; and, where neither can tell, a person who is asked. Such a message is neither sent
again nor given up until somebody has looked.
"""

from bot.delivery.drain import deliver
from bot.delivery.payload import nonce, plain, plain_text
from bot.delivery.sender import DeliveryError, Sender, Trouble
from bot.delivery.terminal import terminal

__all__ = [
    "DeliveryError",
    "Sender",
    "Trouble",
    "deliver",
    "nonce",
    "plain",
    "plain_text",
    "terminal",
]
