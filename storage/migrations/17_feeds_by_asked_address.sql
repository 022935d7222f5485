-- feeds.yaml is compared with what is kept feed by feed, each looked up by its address or the one it moved from.

create index feeds_asked on feeds (owner, asked_url) where asked_url is not null;
