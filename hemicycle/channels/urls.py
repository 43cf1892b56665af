"""The pages of the channels for staff, and the addresses that the other side calls."""

from django.urls import include, path

from hemicycle.channels.views import accounts, board, by_hand, hooks, inbox, lookalikes, pausing

app_name = "channels"

staff = [
    path("", board.board, name="board"),
    path("messages/<int:number>/settle/", board.settle, name="settle"),
    path("by-hand/", by_hand.by_hand, name="by_hand"),
    path("by-hand/<int:number>/", by_hand.pack, name="pack"),
    path("by-hand/<int:number>/pack.zip", by_hand.download, name="pack_file"),
    path("by-hand/<int:number>/pictures/<int:picture>/", by_hand.picture, name="pack_picture"),
    path("by-hand/<int:number>/leave/", by_hand.leave, name="leave"),
    path("by-hand/<int:number>/take-back/", by_hand.take_back, name="take_back"),
    path("accounts/", accounts.register, name="accounts"),
    path("accounts/new/", accounts.choose, name="new_account"),
    path("accounts/new/<slug:office>/<slug:kind>/", accounts.open_one, name="open_account"),
    path("accounts/<int:number>/", accounts.account, name="account"),
    path("accounts/<int:number>/change/", accounts.change, name="change_account"),
    path("accounts/<int:number>/close/", accounts.close, name="close_account"),
    path("accounts/<int:number>/connection/", accounts.try_connection, name="try_connection"),
    path("accounts/<int:number>/hook/", accounts.hook, name="account_hook"),
    path("look-alikes/", lookalikes.lookalikes, name="lookalikes"),
    path("pause/", pausing.pause, name="pause"),
    path("pause/end/", pausing.resume, name="resume"),
]

received = [
    path("", inbox.inbox, name="inbox"),
    path("threads/<int:number>/", inbox.thread, name="thread"),
    path("<int:number>/", inbox.received, name="received"),
    path("<int:number>/read/", inbox.read, name="read"),
]

urlpatterns = [
    path("inbox/", include(received)),
    path("channels/", include(staff)),
    path("hooks/<slug:kind>/<slug:key>/", hooks.hook, name="hook"),
]
