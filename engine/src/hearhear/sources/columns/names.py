"""Names of columns as exports in English, French and Spanish have them, the likeliest first."""

import re
import unicodedata


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


TEXT = _words(
    "text body message full_text message_body comment_body comment_text comment comentario commentaire "
    "comments comentarios commentaires texto texte contenu content contents contenido corps cuerpo "
    "mensaje avis contribution contribucion response reponse respuesta opinion submission letter lettre "
    "carta courrier reply answer remarks observaciones observations aportacion alegacion description "
    "descripcion details tweet post sms msg explanation explication explicacion reason raison motivo"
)
SUBJECT = _words("subject objet asunto subject_line")
TITLE = _words("title titre titulo post_name headline")
ID = _words(
    "id post_id message_id msg_id comment_id response_id submission_id document_id external_id uuid guid "
    "identifier identifiant identificador tracking_number reference ref numero number key"
)
SENDER = _words(
    "sender sender_id author_id user_id from author auteur autor sender_key from_address email "
    "email_address courriel correo mail user username usuario utilisateur expediteur remitente account "
    "phone telephone telefono msisdn respondent respondent_id participant participant_id constituent_id "
    "author_name auteur_id auteur_identifiant autor_id autor_identificador"
)
SENT_AT = _words(
    "sent_at created_at received_at submitted_at published_at posted_at date fecha datetime date_time "
    "timestamp date_sent sent received submitted date_envoi date_reception date_creation fecha_envio "
    "fecha_creacion fecha_recepcion horodatage created creado cree_le published posted_date "
    "received_date submitted_date date_submitted submission_date submission_time date_soumission submit_date "
    "submitdate submit_date_utc "
    "date_recorded recorded_date completion_time end_date end_time horodateur marca_temporal "
    "heure_de_fin hora_de_finalizacion datestamp time"
)
TIME = _words("time hora heure")
LANG = _words("lang language locale idioma langue lengua language_code lang_code lan")
CHANNEL = _words("channel canal medium via media platform plataforma plateforme source origen origine")

# What a message answers or was written under.
QUESTION = _words(
    "question pregunta question_text question_title question_id proposal_title proposal_name proposal proposition "
    "propuesta "
    "proposal_id proposal_slug input idea debate parent_title root_commentable_url commentable_id topic theme tema "
    "project petition consultation"
)
SPOKEN_OF = frozenset(QUESTION + _words("parent parent_text in_reply_to reply_to original_proposal context prompt"))
# For, against or neutral.
POSITION = _words(
    "alignment alignement alineacion position stance author_opinion opinion valence vote sentiment postura sens"
)


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Words of a heading under which somebody else than the sender writes, or a machine.
BESIDE = _set(
    "admin administrator analyst annotation clerk internal interno interne moderation moderator moderador moderateur "
    "official officer reviewer staff translated translation traduccion traduction transcript unfeasibility valuator"
)
# Words of a short heading whose values are words and no text.
NO_TEXT = _set(
    "address adresse direccion categories category company country department domicile email file filename id "
    "institution keyword keywords location name nom nombre organisation organizacion organization place postcode slug "
    "surname tag tags type url user username"
)
# Words of a heading whose values reach, name or identify a person.
IDENTIFYING = _set(
    "account address adresse birth birthdate birthyear collector contact courriel dob direccion email employer fax "
    "first firstname fullname handle id identifier ip job last lastname latitude link location longitude mail mobile "
    "movil name naissance nacimiento nif nom nombre passport phone postal postcode prenom recipient reference slug "
    "street surname tel telefono telephone token twitter url user username uuid web website zip"
)
# Words of a heading for the special categories of Article 9 of the General Data Protection Regulation: origin,
# political opinion, belief, membership of a union, genetic and biometric data, health, sexual life.
SPECIAL = _set(
    "belief believer biometric caste church croyance disabilities disability disabled discapacidad diagnosis ethnic "
    "ethnicity etnia ethnie faith gay genetic handicap handicape health illness lgbt nationality nacionalidad "
    "nationalite orientation origin parti partido party political politique politica race racethnicity racial "
    "religion religious religieux salud sante sex sexe sexo sexual sexuality syndicat sindicato trans transgender "
    "union"
)
# What a platform notes for itself, by the whole name.
SYSTEM = _set(
    "browser commentable_type classification deleted depth device distribution_channel finished flagged format "
    "language_code moderated moderation_status participant_status payment_status processing_status progress "
    "publication_status published review_status status submission_status user_agent user_status validation_status "
    "verified version visible"
)
# Words of a heading for a fact in a few fixed words, where too few rows are there to see its values come again.
FACT = _set(
    "age ageband ages old area areas borough canton capacity category categorie categoria city collectivity colectivo "
    "committee comite commune comunidad constituency country county departement departamento department district "
    "distrito education gender genre geozone group groupe grupo kind liste list lista municipality municipio pais "
    "pays profile provincia province quartier region respondent respondents role sector secteur state territory "
    "tipo town type ville ward zone"
)

LANGUAGES = {
    "english": "en", "anglais": "en", "ingles": "en", "eng": "en",
    "french": "fr", "francais": "fr", "frances": "fr", "fra": "fr", "fre": "fr",
    "spanish": "es", "espanol": "es", "espagnol": "es", "castellano": "es", "spa": "es",
    "german": "de", "deutsch": "de", "allemand": "de", "aleman": "de", "deu": "de", "ger": "de",
    "italian": "it", "italiano": "it", "italien": "it", "ita": "it",
    "portuguese": "pt", "portugues": "pt", "portugais": "pt", "por": "pt",
    "catalan": "ca", "catala": "ca", "cat": "ca",
}  # fmt: skip


def plain_name(name: str) -> str:
    """`proposalId`, `author/id` and `Contribución` as `proposal_id`, `author_id` and `contribucion`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    letters = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")


def language_code(value: str) -> str:
    """`fr-CA`, `FR`, `français` as `fr`; what is neither a code nor a known name as it stands."""
    given = plain_name(value)
    if given in LANGUAGES:
        return LANGUAGES[given]
    code = given.split("_")[0]
    return LANGUAGES.get(code, code) if 2 <= len(code) <= 3 else given
