"""Languages that the record kept as files call them (`esp`, `spa`) by the shortest code of each, as BCP 47 has it.

A text that there is already under the right code stays as it is; the next import of its file closes it.
"""

import uuid

from django.db import migrations, models
from django.db.models.functions import Cast

_CODES = """
aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az bam:bm baq:eu
bel:be ben:bn bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch che:ce chi:zh chu:cu chv:cv cor:kw
cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl dzo:dz ell:el eng:en epo:eo esp:es est:et eus:eu ewe:ee
fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el grn:gn
guj:gu hat:ht hau:ha heb:he her:hz hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie
ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw
kir:ky kom:kv kon:kg kor:ko kua:kj lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mac:mk mah:mh
mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng
nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om oss:os pan:pa per:fa pli:pi pol:pl por:pt
pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg san:sa sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn
snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg
tgl:tl tha:th tib:bo tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi
vol:vo wel:cy wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu
"""
SHORTEST = dict(pair.split(":") for pair in _CODES.split())
COLUMNS = (
    ("speechtext", "language"),
    ("documentversion", "language"),
    ("segment", "spoken_in"),
    ("recording", "language"),
)
WORDINGS = {
    "attribution": ("labels",),
    "document": ("titles", "long_titles", "popular_names", "summaries", "hashtags"),
    "procedurestep": ("notes",),
    "organization": ("names", "short_names", "descriptions"),
    "area": ("names",),
    "person": ("biographies",),
    "membership": ("labels",),
    "period": ("labels",),
    "sitting": ("titles",),
    "agendaitem": ("titles",),
    "contribution": ("labels", "roles"),
    "voteevent": ("motions",),
}
# A text is found again by these: two in force must not become one of the same language.
TOGETHER = {"speechtext": ("contribution", "kind"), "documentversion": ("document",)}
# Whose entries in the search a changed text belongs to.
OWNERS = {"speechtext": ("sitting", "contribution__sitting"), "documentversion": ("document", "document")}


def shortest(tag):
    first, *rest = tag.split("-")
    return "-".join([SHORTEST.get(first.lower(), first), *rest])


def rename(apps, schema_editor):
    changed = False
    for name, column in COLUMNS:
        changed |= _columns(apps, apps.get_model("record", name), name, column)
    for name, fields in WORDINGS.items():
        _wordings(apps.get_model("record", name), fields)
    if changed:
        apps.get_model("record", "Indexing").objects.create()


def _columns(apps, model, name, column):
    owners = set()
    for old in model.objects.order_by().values_list(column, flat=True).distinct():
        new = shortest(old)
        if new == old:
            continue
        rows = model.objects.filter(**{column: old})
        if name in TOGETHER:
            there = model.objects.filter(**{column: new}, **{each: models.OuterRef(each) for each in TOGETHER[name]})
            rows = rows.exclude(models.Exists(there))
            kind, path = OWNERS[name]
            owners |= {f"{kind}:{key}" for key in rows.order_by().values_list(path, flat=True).distinct()}
        rows.update(**{column: new})
    unindexed = apps.get_model("record", "Unindexed")
    unindexed.objects.bulk_create(
        [unindexed(owner=owner, mark=uuid.uuid4()) for owner in sorted(owners)],
        update_conflicts=True,
        unique_fields=["owner"],
        update_fields=["mark"],
        batch_size=1_000,
    )
    return bool(owners)


def _wordings(model, fields):
    for field in fields:
        written = model.objects.annotate(written=Cast(field, models.TextField()))
        rows = written.filter(written__regex=r'"[a-z]{3}["-]').only("pk", field)
        found = []
        for row in rows.iterator(chunk_size=2_000):
            told = getattr(row, field)
            new = {shortest(tag): words for tag, words in told.items()}
            # What is there under the right code already stays.
            new |= {tag: words for tag, words in told.items() if shortest(tag) == tag}
            if new != told:
                setattr(row, field, new)
                found.append(row)
        model.objects.bulk_update(found, [field], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0010_the_chair_without_a_name"),
    ]

    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
