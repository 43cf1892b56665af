"""What is not the author's own is recognised as such, and what is stays."""

import pytest
from hearhear.structure import footers, letter, split
from hearhear.structure.parts import line_matches
from hypothesis import given, settings
from hypothesis import strategies as st

OWN = "The ferry must stay. It carries the school, the doctor and the post."


def kinds(text):
    return [part.kind for part in split(text).parts if part.kind != "own"]


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, 3 Mar 2026 at 10:12, Jane Doe <jane@example.org> wrote:",
        "On 03/03/2026 10:12,\nJane Doe wrote:",
        "Le mar. 3 mars 2026 à 10:12, Jane Doe <jane@example.org> a écrit :",
        "El mar, 3 mar 2026 a las 10:12, Jane Doe (jane@example.org) escribió:",
    ],
)
@pytest.mark.parametrize(
    "quoted", ["\n> Close the ferry.\n> It costs too much.", "\n\nClose the ferry. It costs too much."]
)
def test_a_quoted_reply_is_no_own_word(attribution, quoted):
    parts = split(f"{OWN}\n\n{attribution}{quoted}")
    assert parts.body.text == OWN
    assert {part.kind for part in parts.parts} == {"own", "quote"}


def test_answers_between_quoted_lines_are_kept():
    text = "> Is it full?\n> And in winter?\nYes, daily.\n> Who pays?\nWe do."
    assert split(text).body.text.split() == ["Yes,", "daily.", "We", "do."]


@pytest.mark.parametrize(
    "block",
    [
        "-----Original Message-----\nFrom: Jane\nSent: Monday\nTo: me\nSubject: ferry\n\nClose it.",
        "________________________________\nFrom: Jane <j@example.org>\nSent: Monday\nTo: me\nSubject: ferry\n\nClose it.",
        "-----Message d'origine-----\nDe : Jane\nEnvoyé : lundi\nÀ : moi\nObjet : bac\n\nFermez-le.",
        "---------- Forwarded message ---------\nFrom: Jane <j@example.org>\nDate: Monday\nSubject: ferry\n\nClose it.",
        "Début du message transféré :\n\nDe: Jane\nObjet: bac\nDate: lundi\n\nFermez-le.",
        "-----Mensaje original-----\nDe: Jane\nEnviado el: lunes\nPara: mí\nAsunto: barco\n\nCiérrenlo.",
    ],
)
def test_a_mail_under_own_words_is_somebody_elses(block):
    assert split(f"{OWN}\n\n{block}").body.text == OWN


@pytest.mark.parametrize(
    "quoted",
    [
        "> The ferry costs more than it brings, as the committee has known for many\n> years, and should be closed.",
        "> Close it.\n>\n> Now.",
        "> > Close it.\n> Yes.",
        "My club wants me to send this:\n> Close it.",
    ],
)
def test_lines_that_a_mail_program_marked_are_quoted_without_attribution_too(quoted):
    introduction = "My club wants me to send this:\n" if quoted.startswith("My") else ""
    assert split(f"{quoted}\n{OWN}").body.text == f"{introduction}{OWN}"


PARAGRAPH = (
    "> I urge the House to keep the night boat running, because pupils and nurses depend on it every single day."
)


def test_paragraphs_behind_an_arrow_each_are_quoted_and_so_is_what_else_stands_behind_one():
    text = f"They ask me to send you this. No.\n\n{PARAGRAPH}\n\n> It must stay.\n\n{OWN}"
    assert split(text).body.text.split() == f"They ask me to send you this. No. {OWN}".split()


def test_headers_above_a_letter_are_taken_off_and_the_letter_kept():
    text = f"From: Jane <j@example.org>\nSent: Monday\nTo: Member\nSubject: ferry\n\n{OWN}"
    assert split(text).body.text == OWN
    assert kinds(text) == ["forwarded"]


@pytest.mark.parametrize(
    "footer",
    [
        "Sent from my iPhone",
        "Get Outlook for Android",
        "Envoyé de mon iPhone",
        "Enviado desde mi Samsung Galaxy",
        "This e-mail is confidential and intended only for the person to whom it is addressed.",
        "Ce message est confidentiel et destiné exclusivement à son destinataire.",
        "Este mensaje es confidencial y va dirigido a su destinatario.",
        "To unsubscribe from this list, click here",
        "Pour vous désabonner, cliquez ici",
        "Para darse de baja, pulse aquí",
        "You received this message because you are subscribed to the group.",
        "Please consider the environment before printing this e-mail",
    ],
)
def test_footers_are_recognised(footer):
    parts = split(f"{OWN}\n\n-- \n{footer}\n")
    assert parts.body.text == OWN
    assert "footer" in {part.kind for part in parts.parts}


@pytest.mark.parametrize(
    "form",
    [
        "Name: Jane Doe\nPostcode: 33 311\nMessage: ",
        "Nom : Dupont\nCode postal : 59000\nVotre message :\n",
        "Nombre: Ana Gil\nCircunscripción: Norte\nMensaje: ",
        "Your name: Jane Doe\nYour concern:\n",
        "Votre nom : Jean Dupont\nVotre demande :\n",
        "Su nombre: Ana Gil\nSu consulta:\n",
        "Name: Jane Doe\nYour question: ",
        "Phone: 555 0100\n\n",
    ],
)
def test_form_lines_are_recognised(form):
    assert split(form + OWN).body.text == OWN
    assert "form" in kinds(form + OWN)


@pytest.mark.parametrize(
    "greeting",
    [
        "Dear Ms Okafor,\n\n",
        "To whom it may concern:\n",
        "Madame la Députée,\n\n",
        "Bonjour,\n",
        "Monsieur le Président, ",
        "Estimada señora diputada:\n",
        "Buenos días,\n",
        "Dear Minister, ",
    ],
)
@pytest.mark.parametrize(
    "closing",
    [
        "\n\nYours sincerely,\nJane Doe\n14 Mill Lane",
        "\n\nKind regards\nJ. D.",
        "\nCordialement,\nJean de la Tour",
        "\n\nJe vous prie d'agréer, Madame, l'expression de mes sentiments distingués.\nJean",
        "\n\nAtentamente,\nJosé Pérez",
        "\nReciba un cordial saludo.",
        " Yours faithfully, Ann Lee",
    ],
)
def test_the_frame_of_a_letter_is_recognised(greeting, closing):
    text = f"{greeting}{OWN}{closing}"
    assert split(text).body.text == OWN
    assert kinds(text) == ["salutation", "signoff"]


def test_a_postscript_under_the_signature_is_kept():
    text = f"{OWN}\n\nYours sincerely,\nJane Doe\n\nP.S. My son has waited two years for his papers. Can you help?"
    assert split(text).body.text == f"{OWN}\n\nP.S. My son has waited two years for his papers. Can you help?"


def test_a_plea_under_the_signature_is_kept():
    text = f"{OWN}\n\nRegards,\nJane\n\nI also need help with my pension, nobody answers."
    assert "I also need help with my pension" in split(text).body.text


def test_the_subject_above_a_salutation_is_kept():
    assert split(f"The ferry\n\nDear Ms Okafor,\n{OWN}").body.text == f"The ferry\n\n{OWN}"


@pytest.mark.parametrize(
    "text",
    [
        "From: the mayor to the last farmer, we say no.",
        "From the mayor:\nTo the last farmer:\nwe all say no.",
        "> 50 % of us will have to sell.",
        "What we need:\n> More ferries in winter\n> Cheaper tickets for pupils",
        "> For the harbour\n> For the school\nThat is my programme.",
        "> is what they call us: less than nothing.",
        "On 3 March 2026 the Minister wrote:\n\n'We will build it.'\n\nI disagree with him.",
        "Name: one farmer who agrees! There is none.",
        "Date: the day we lost everything, and nobody came to ask.",
        "This letter is confidential, my husband must not read it.",
        "I was sent from my office to the hospital and back.",
        "Dear God, not another tax.",
        "Dear farmers we are, and few of us remain.",
        "I want to unsubscribe from this government.",
        "Thank you for nothing. Regards the bill, I say no.",
        "a < b, and 3 <3 <- that is all & more",
        "Best wishes do not feed anybody",
        "Hi I am ten years old and I like the ferry",
        "Hello.",
        "Merci de voter non",
        "Hello, I am a farmer from the valley,\nand I say no.",
    ],
)
def test_own_words_are_never_swallowed(text):
    parts = split(text)
    assert parts.body.text == text
    assert not parts.automatic


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: Ferry\n\nI am away until Monday.",
        "Automatic reply: I am currently on leave and will return on 13 May.",
        "Thank you for your message. I am out of the office until 3 October and have no access to e-mail.",
        "This is an automated response. Your message was received.",
        "This mailbox is no longer monitored. Use the form on our website.",
        "Réponse automatique : votre message\nJe suis absent du bureau jusqu'au 3 mars.",
        "Je suis en congé jusqu'au 3 mars. En cas d'urgence, veuillez contacter mon collègue.",
        "Respuesta automática: estoy de vacaciones y volveré el 18 de julio.",
        "Estaré fuera de la oficina hasta el 17 de enero.",
        "Undeliverable: your message to the committee\n\nThe mailbox is full.",
        f"Out of office\n\nBack on Monday.\n\nOn Tue, 3 Mar 2026 at 10:12, J <j@example.org> wrote:\n> {OWN}\n> {OWN}",
    ],
)
def test_automatic_replies_are_known(text):
    assert split(text).automatic


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office most days because I am ill, and I return to hospital.",
        "I am on maternity leave until June and this bill takes away my benefit.",
        "I am on leave until June, please answer my letter about the ferry before then.",
        "Je suis absent de chez moi jusqu'au soir et le bac ne passe plus.",
        "All I ever got from you was an automatic reply. I am furious.",
        "Estoy de baja hasta el verano y no puedo pagar.",
    ],
)
def test_people_who_are_away_or_got_automatic_replies_are_no_machines(text):
    assert not split(text).automatic


def test_html_is_read_as_shown_and_every_character_leads_back():
    text = "<p>Dear Mr Smith,</p><p>No caf&eacute; <b>tax</b>.</p><p>Regards,<br>Jo Poe</p><blockquote>Old words.</blockquote>"
    body = split(text).body
    assert body.text == "No café tax."
    start, end = body.span(body.text.index("café"), body.text.index("tax"))
    assert text[start:end] == "caf&eacute; "
    start, end = body.span(3, len(body.text))
    assert text[start:end] == "caf&eacute; <b>tax</b>."


def test_a_message_marked_as_quoted_throughout_loses_only_the_marks():
    assert split("> The ferry must stay.\n> It is ours.").body.text == "The ferry must stay.\nIt is ours."


PIECES = st.sampled_from(
    ["Dear Ms Okafor,\n", "Yours sincerely,\nJane\n", OWN, "\n", "\n\n", "> quoted\n", "From: J <j@x.org>\n", "Subject: a\n",
     "On 3 Mar 2026 at 10:12, J wrote:\n", "Name: Jo\n", "Postcode: 1\n", "Sent from my iPhone\n", "<p>", "</p>", "&amp;", "<br>",
     "P.S. more\n", "-- \n", "é", "-----Original Message-----\n", " ", "Merci,\nJean\n", "Out of office\n", "<blockquote>", "\xa0"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_parts_cover_a_message_and_bodies_lead_back(text):
    parts = split(text)
    assert "".join(text[part.start : part.end] for part in parts.parts) == text
    body = parts.body
    assert sum(run.length for run in body.runs) == len(body.text)
    for run in body.runs:
        if run.verbatim and run.length > 1:
            assert text[run.start : run.end] == body.text[run.body : run.body + run.length]
        assert body.original(run.body) == run.start


@pytest.mark.parametrize(
    "pattern", [footers.LINE, footers.LIST, letter.FORM_LINE, letter.FORM_LABEL, letter.DASHES, letter.POSTSCRIPT]
)
@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join),
    cut=st.tuples(st.integers(0, 60), st.integers(0, 200)),
)
def test_a_pattern_tried_where_lines_begin_finds_what_a_search_finds(pattern, text, cut):
    start, end = min(cut[0], len(text)), min(sum(cut), len(text))
    found = [match.span() for match in line_matches(pattern, text, start, end)]
    assert found == [match.span() for match in pattern.finditer(text, start, end)]


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_a_sign_off_is_the_first_that_a_search_finds(text):
    found = letter.SIGNOFF_PATTERN.search("\n".join(text.split("\n")[-6:]))
    assert letter.signoff("\n".join(text.split("\n")[-6:])) == ((found.end(1), found.end()) if found else None)


@pytest.mark.parametrize(
    "seed",
    ["<", "<p>", "&amp;", "> \n", "\t\n", "\n \n", "a@", "A@b ", "Dear Mr ", "Madame, ", "d'P.S. ", "\nA", "A ", "De de ", "! ", "Name: a\n",
     "On 1 wrote:\n", "From: x\n", "--\n", "________\n", "P.S.\n", "<script>", "<!--", "je vous prie ", ":\n> a\n", "Thanks\n", "\xa0\n"],
)  # fmt: skip
@pytest.mark.parametrize("around", [("", ""), ("Dear ", "!"), ("Thanks\n", "x\n")])
def test_no_text_takes_longer_than_its_length_allows(seed, around, cpu_limit):
    text = around[0] + seed * (20_000 // len(seed)) + around[1]
    with cpu_limit(seconds=5):
        split(text)


def test_a_notice_right_below_a_letter_leaves_the_letter_alone():
    letter = "We run a small bakery and the office has frozen our account.\nCan you ring them about this mail?\n"
    notice = "This email is confidential and intended solely for the addressee."
    assert split(letter + notice).body.text.strip() == letter.strip()


def test_a_letter_of_which_nothing_but_blank_lines_is_left_takes_no_time():
    assert letter.letterhead_end((" " * 40 + "\n") * 400) == 0
