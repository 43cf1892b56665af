from django.urls import include, path

from . import announcements, dossiers, front, house, moderation, short_links, sitemaps, views
from .campaigns import urls as campaigns
from .following import urls as following
from .office import page as office
from .our_accounts import reporting
from .our_accounts import views as our_accounts
from .policy import pages as policy
from .record import urls as record
from .sharing import cards, oembed
from .writing import urls as writing

app_name = "site"

urlpatterns = [
    path("", front.home, name="home"),
    path("letters/", views.letters, name="letters"),
    path("dossiers/", dossiers.board, name="dossiers"),
    path("dossiers/<slug:address>/", dossiers.dossier, name="dossier"),
    path("dossiers/<slug:address>/whole/", dossiers.whole, name="dossier_whole"),
    path("dossiers/<slug:address>/<slug:section>/", dossiers.chapter, name="dossier_chapter"),
    path("dossiers/<slug:address>/notes/<int:number>/", dossiers.note, name="dossier_note"),
    path("dossiers/<slug:address>/dossier.<paper:kind>", dossiers.take_away, name="dossier_file"),
    path("announcements/", announcements.register, name="announcements"),
    path("announcements/<slug:address>/", announcements.announcement, name="announcement"),
    path("s/<slug:code>+", short_links.where_to, name="short_link_target"),
    path("s/<slug:code>", short_links.short_link, name="short_link"),
    path("our-accounts/", our_accounts.our_accounts, name="our_accounts"),
    path("our-accounts/report/", reporting.fake, name="report_fake"),
    path("our-accounts.json", our_accounts.our_accounts_file, name="our_accounts_file"),
    path("policy/", policy.policy, name="policy"),
    path("policy/policy.json", policy.data, name="policy_data"),
    path("policy/plan/public/", policy.plan, name="plan"),
    path("policy/what-to-expect/", policy.what_to_expect, name="what_to_expect"),
    path("policy/versions/<int:number>/", policy.version, name="policy_version"),
    path(
        "policy/versions/<int:number>/policy.<slug:form>", policy.document, {"kind": "policy"}, name="policy_document"
    ),
    path(
        "policy/versions/<int:number>/changes.<slug:form>", policy.document, {"kind": "changes"}, name="policy_changes"
    ),
    path("policy/differences/<int:old>/<int:new>/", policy.differences, name="policy_differences"),
    path("house-rules/", moderation.house_rules, name="house_rules"),
    path("house-rules/<str:key>/", moderation.appeal, name="appeal"),
    path("follow/", include(following.urlpatterns)),
    path("campaigns/", include(campaigns.urlpatterns)),
    path("record/", include(record.urlpatterns)),
    path("", include(writing.urlpatterns)),
    path("cards/<slug:kind>/<str:address>.png", cards.card, name="card"),
    path("oembed", oembed.oembed, name="oembed"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemaps/<slug:name>.xml", sitemaps.sitemap, name="sitemap"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("office/", office.office, name="office"),
    path("account/house/", house.house, name="house"),
    path("start/", views.start, name="start"),
    path("search/", views.search, name="search"),
]
