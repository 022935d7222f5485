"""What the bot must be allowed to do in a channel, and who may manage what a server has stored."""

from __future__ import annotations

import discord

# What a digest channel needs, under the names that Discord's own settings show.
NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
IN_THREADS = {"send_messages_in_threads": "Send Messages in Threads"}
# Without these nothing can be posted at all; without the others a digest still arrives.
INDISPENSABLE = {"View Channel", "Send Messages", "Send Messages in Threads", "Embed Links"}

Place = discord.abc.GuildChannel | discord.Thread


def missing(channel: Place, role: discord.Role | None = None, me: discord.Member | None = None) -> list[str]:
    """The permissions the bot lacks in a channel, by name; with a role, also what waking it needs.

    `me` is the bot as a member, where there is no gateway to know it from.
    """
    member: discord.Member | None = me or channel.guild.me
    if member is None:  # an outage of the server: we know nothing, and the try will tell
        return []
    return lacking(
        _rights(channel, member),
        role,
        in_thread=isinstance(channel, discord.Thread),
        in_forum=isinstance(channel, discord.ForumChannel),
    )


def lacking(
    allowed: discord.Permissions, role: discord.Role | None, *, in_thread: bool, in_forum: bool = False
) -> list[str]:
    """What is needed and not among the permissions that are there, by name.

    In a forum, Send Messages opens a post, and its further parts go into a thread.
    """
    needed = dict(NEEDED)
    if in_thread or in_forum:
        needed |= IN_THREADS
    if in_thread:
        del needed["send_messages"]
    names = [name for key, name in needed.items() if not getattr(allowed, key)]
    if role is not None and not role.mentionable and not allowed.mention_everyone:
        names.append(f"Mention All Roles (or make @{role.name} mentionable)")
    return names


def _rights(channel: Place, me: discord.Member) -> discord.Permissions:
    """What the bot's roles and the channel's own settings allow, each right by itself.

    discord.py's `permissions_for` takes away what depends on a missing right as well; to somebody who is to
    mend it, that would name rights that are there.
    """
    if me.guild_permissions.administrator:
        return discord.Permissions.all()
    parent = channel.parent if isinstance(channel, discord.Thread) else channel
    overwrites = parent.overwrites if parent is not None else {}
    value = me.guild_permissions.value
    everyone = channel.guild.default_role
    for group in ([everyone], [role for role in me.roles if role != everyone], [me]):
        pairs = [overwrites[target].pair() for target in group if target in overwrites]
        for _, denied in pairs:
            value &= ~denied.value
        for allowed, _ in pairs:
            value |= allowed.value
    return discord.Permissions(value)


def may_manage(interaction: discord.Interaction[discord.Client], managers: str | None) -> bool:
    """Whether who asks may change this server's feeds, digests and alerts.

    Checked at run time too: a server's settings can offer a command to anybody.
    """
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    roles = getattr(interaction.user, "_roles", ())
    return managers is not None and int(managers) in roles
