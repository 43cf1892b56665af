"""The names that columns have in the wild, in English, French and Spanish, the likeliest first.

Compared after `plain`: lower case, without accents, words joined by an underscore.
"""

import re
import unicodedata


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


TEXT = _words(
    "text body message full_text message_body comment_body comment_text comment comentario commentaire "
    "comments comentarios commentaires texto texte contenu content contents contenido corps cuerpo "
    "mensaje avis contribution contribucion response reponse respuesta opinion submission letter lettre "
    "carta courrier reply answer remarks observaciones observations aportacion alegacion description "
    "descripcion details tweet post sms msg"
)
SUBJECT = _words("subject objet asunto subject_line")
TITLE = _words("title titre titulo")
ID = _words(
    "id message_id msg_id comment_id response_id submission_id document_id external_id uuid guid "
    "identifier identifiant identificador tracking_number reference ref numero number key"
)
SENDER = _words(
    "sender sender_id author_id user_id from author auteur autor sender_key from_address email "
    "email_address courriel correo mail user username usuario utilisateur expediteur remitente account "
    "phone telephone telefono msisdn respondent respondent_id participant participant_id constituent_id "
    "author_name"
)
SENT_AT = _words(
    "sent_at created_at received_at submitted_at published_at posted_at date fecha datetime date_time "
    "timestamp date_sent sent received submitted date_envoi date_reception date_creation fecha_envio "
    "fecha_creacion fecha_recepcion horodatage created creado cree_le published posted_date "
    "received_date time"
)
TIME = _words("time hora heure")
LANG = _words("lang language locale idioma langue lengua language_code lang_code lan")
CHANNEL = _words("channel canal medium via media platform plataforma plateforme source origen origine")

LANGUAGES = {
    "english": "en", "anglais": "en", "ingles": "en", "eng": "en",
    "french": "fr", "francais": "fr", "frances": "fr", "fra": "fr", "fre": "fr",
    "spanish": "es", "espanol": "es", "espagnol": "es", "castellano": "es", "spa": "es",
    "german": "de", "deutsch": "de", "allemand": "de", "aleman": "de", "deu": "de", "ger": "de",
    "italian": "it", "italiano": "it", "italien": "it", "ita": "it",
    "portuguese": "pt", "portugues": "pt", "portugais": "pt", "por": "pt",
    "catalan": "ca", "catala": "ca", "cat": "ca",
}  # fmt: skip


def plain(name: str) -> str:
    """`proposalId`, `author/id` and `Contribución` as `proposal_id`, `author_id` and `contribucion`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    letters = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")


def language(value: str) -> str:
    """`fr-CA`, `FR`, `français` as `fr`; what is neither a code nor a known name as it stands."""
    given = plain(value)
    if given in LANGUAGES:
        return LANGUAGES[given]
    code = given.split("_")[0]
    return LANGUAGES.get(code, code) if 2 <= len(code) <= 3 else given
