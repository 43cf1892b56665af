"""The pages of the channels for staff, and the addresses that the other side calls."""

from django.urls import include, path

from hemicycle.channels.views import (
    accounts,
    actors,
    blocks,
    board,
    by_hand,
    fediverse,
    hooks,
    hub,
    linking,
    lookalikes,
    manual_replies,
    moderation,
    pausing,
)

app_name = "channels"

staff = [
    path("", board.board, name="board"),
    path("messages/<int:number>/settle/", board.settle, name="settle"),
    path("by-hand/", by_hand.by_hand, name="by_hand"),
    path("by-hand/replies/", manual_replies.replies, name="manual_replies"),
    path("by-hand/<int:number>/", by_hand.pack, name="pack"),
    path("by-hand/<int:number>/pack.zip", by_hand.download, name="pack_file"),
    path("by-hand/<int:number>/pictures/<int:picture>/", by_hand.picture, name="pack_picture"),
    path("by-hand/<int:number>/leave/", by_hand.skip, name="skip"),
    path("by-hand/<int:number>/take-back/", by_hand.unpost, name="unpost"),
    path("accounts/", accounts.register, name="accounts"),
    path("accounts/new/", accounts.choose, name="new_account"),
    path("accounts/new/<slug:office>/<slug:kind>/", accounts.open_one, name="open_account"),
    path("accounts/<int:number>/", accounts.account, name="account"),
    path("accounts/<int:number>/change/", accounts.change, name="change_account"),
    path("accounts/<int:number>/close/", accounts.close, name="close_account"),
    path("accounts/<int:number>/connection/", accounts.try_connection, name="try_connection"),
    path("accounts/<int:number>/key/", actors.new_key, name="new_key"),
    path("accounts/<int:number>/link/", linking.link, name="link_account"),
    path("accounts/linked/", linking.linked, name="linked"),
    path("accounts/<int:number>/hook/", accounts.hook, name="account_hook"),
    path("look-alikes/", lookalikes.lookalikes, name="lookalikes"),
    path("pause/", pausing.pause, name="pause"),
    path("pause/end/", pausing.resume, name="resume"),
]

of_house_rules = [
    path("messages/<int:number>/rules/", moderation.moderate, name="moderate"),
    path("rules/", moderation.measures, name="measures"),
    path("rules/servers/", blocks.servers, name="blocked_servers"),
    path("rules/servers/<int:number>/confirm/", blocks.confirm, name="confirm_block"),
    path("rules/servers/<int:number>/lift/", blocks.lift, name="lift_block"),
    path("rules/<int:number>/", moderation.measure, name="measure"),
    path("rules/<int:number>/confirm/", moderation.confirm, name="confirm_measure"),
    path("rules/<int:number>/lift/", moderation.lift, name="lift_measure"),
    path("rules/<int:number>/notice/", moderation.send_notice, name="send_notice"),
    path("rules/<int:number>/notice/take-back/", moderation.take_back_notice, name="take_back_notice"),
    path("rules/<int:number>/there/", moderation.hide_again, name="hide_again"),
]

# Asked for by servers of the fediverse; these addresses never change (RFC 7033, NodeInfo).
of_the_fediverse = [
    path(".well-known/webfinger", fediverse.webfinger, name="webfinger"),
    path(".well-known/host-meta", fediverse.host_meta, name="host_meta"),
    path(".well-known/nodeinfo", fediverse.nodeinfo_links, name="nodeinfo_links"),
    path("nodeinfo/2.1", fediverse.nodeinfo, name="nodeinfo"),
    path("fediverse/inbox/", fediverse.inbox, name="shared_inbox"),
    path("fediverse/<slug:name>.png", fediverse.picture, name="actor_picture"),
    path("fediverse/actors/<slug:name>/", fediverse.actor, name="actor"),
    path("fediverse/actors/<slug:name>/inbox/", fediverse.inbox, name="actor_inbox"),
    path("fediverse/actors/<slug:name>/outbox/", fediverse.outbox, name="actor_outbox"),
    path("fediverse/actors/<slug:name>/followers/", fediverse.followers, name="actor_followers"),
    path("fediverse/actors/<slug:name>/following/", fediverse.following, name="actor_following"),
    path("fediverse/notes/<slug:key>/", fediverse.note, name="note"),
    path("fediverse/activities/<slug:key>/", fediverse.activity, name="activity"),
]

urlpatterns = [
    *of_the_fediverse,
    path("inbox/", include(of_house_rules)),
    path("channels/", include(staff)),
    path("hub/", hub.hub, name="hub"),
    path("hooks/<slug:kind>/<slug:key>/", hooks.hook, name="hook"),
]
