"""Personal data, papers that are not public, open cases, privilege."""

import pytest

from tests.checks.houses import HOUSE, remarks, replace, words


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "One was Margaret Dunsley of 14 Willow Lane, Orrin, who wrote to us.", ["Margaret Dunsley of 14 Willow Lane, Orrin"]),
        ("en", "You can phone her on 07700 900417.", ["07700 900417"]),
        ("en", "Write to rosa.miller@mail.example.", ["rosa.miller@mail.example"]),
        ("fr", "Vous pouvez la joindre au 06 39 98 41 72.", ["06 39 98 41 72"]),
        ("es", "Puede llamarla al 612 345 789.", ["612 345 789"]),
        ("en", "The hearing listened to Wanda Nekesa Barrow, 34, of Terok.", ["Wanda Nekesa Barrow"]),
        ("fr", "La commission a entendu Josette Perrache, 61 ans, de Ternoy.", ["Josette Perrache"]),
        ("es", "La comisión escuchó a Encarna Villar Peñas, de 61 años.", ["Encarna Villar Peñas"]),
        ("en", "Teacher Purity Achola Nage sent a poem. You may call her on 07700 900417.", ["Purity Achola Nage", "07700 900417"]),
        ("es", "Escribió nuestro lector Wilmer (wilmer.caj@correo.example).", ["Wilmer (wilmer.caj@correo.example"]),
        ("en", "The committee published the address of a person who had written to it, 14 Willow Lane, Orrin.", ["14 Willow Lane, Orrin"]),
    ],
)  # fmt: skip
def test_what_leads_to_a_private_person_is_told(lang: str, text: str, found: list[str]) -> None:
    assert words(remarks(text, "personal-data", lang=lang)) == found


def test_health_in_the_sentence_behind_is_told_where_it_goes_on_about_the_same_person() -> None:
    text = "Wanda Nekesa Barrow, 34, spoke of her village. She is HIV positive. Asthma care was the next item."
    assert words(remarks(text, "personal-data")) == ["Wanda Nekesa Barrow", "HIV positive"]


def test_health_beside_a_name_is_told_and_health_as_a_subject_is_not() -> None:
    text = "Margaret Dunsley of 14 Willow Lane told us about her dialysis appointments."
    assert "her dialysis" in words(remarks(text, "personal-data"))
    assert remarks("The committee heard that dialysis and cancer care differ by region.", "personal-data") == []


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "Wilma Crake gave up her stall after her stroke.", ["Wilma Crake", "her stroke"]),
        ("en", "Owen Farley, a night porter, said that he is recovering from addiction.", ["Owen Farley", "he is recovering from addiction"]),
        ("en", "After her miscarriage, Lena Fosby wrote to every member.", ["her miscarriage", "Lena Fosby"]),
        ("fr", "Gaston Rivel vend ses ruches depuis son infarctus.", ["Gaston Rivel", "son infarctus"]),
        ("fr", "Simone Jardin, malvoyante, est venue avec son chien.", ["Simone Jardin", "malvoyante"]),
        ("es", "Ramón Cifu no sube a la tribuna por su artrosis.", ["Ramón Cifu", "su artrosis"]),
        ("es", "La carta es de Noemí Castel, que vive con epilepsia.", ["Noemí Castel", "vive con epilepsia"]),
        ("es", "Contó cómo la sacaron de la casa de la carrera 9 n.º 14-30.", ["carrera 9 n.º 14-30"]),
        ("fr", "Elle loge chez sa sœur, concession 112, quartier Dioula.", ["concession 112, quartier Dioula"]),
        ("en", "Text Molly on 07700 900662 if you have a spare ticket.", ["07700 900662"]),
    ],
)  # fmt: skip
def test_somebodys_own_health_or_home_makes_their_name_private(lang: str, text: str, found: list[str]) -> None:
    assert words(remarks(text, "personal-data", lang=lang)) == found


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Professor Mary Denholm, who studies diabetes in children, gives evidence."),
        ("en", "A petition on epilepsy care was handed in by Ada Okafor, who chairs the group on health."),
        ("en", "The bust of the poet Edward Lorne, who died of tuberculosis, stands in the library."),
        ("fr", "L’association France Diabète, présidée par Gérard Poulain, demande plus de consultations."),
        ("fr", "En cas de harcèlement, la cellule d’écoute répond : elle est au 01 99 00 12 90."),
        ("es", "La doctora María Denís, que estudia el cáncer infantil, comparece el lunes."),
        ("es", "El ujier más veterano, Anselmo Riquel, abrió la puerta durante 41 años."),
        ("en", "Call Reception on 01632 960100 for a ticket."),
    ],
)
def test_medicine_as_a_subject_and_people_in_function_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "personal-data", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Call the visitor office on 01632 960100 or write to visits@assembly.example."),
        ("en", "Write to the Petitions Office, Parliament House, 1 Chamber Square, Aldermoor."),
        ("en", "Ada Okafor and Rupert Ashgrove spoke. Professor Helen Marsh, an expert on rivers, gave evidence."),
        ("en", "For details write to info@charity.example."),
        (
            "en",
            "Councillor Anna Prestwick, 34, and Ada Okafor, 41, opened the fair at Calle Mayor, 14, in the old town.",
        ),
        ("fr", "Le compte rendu n° 0620260417 est en ligne."),
        ("fr", "Appelez le service des visites au 01 99 00 12 00, 1 place de l’Hémicycle."),
        ("es", "Llame a la Oficina de Visitas, 900 100 240, plaza Mayor 1."),
        (
            "en",
            "The librarian, Anna Prestwick, and her staff help with searches; their desk has the number 020 555 0190.",
        ),
        ("en", "Ring the clerk, Lorna Pike, at her office on 902-555-0134."),
        ("en", "Questions on the draft? The clerk, Mr Hale, can be reached on 020 555 0123."),
        ("en", "Farmers can ring the Ministry's animal health desk on 020 555 0177."),
        ("fr", "L’écusson fut dessiné par l’institutrice Euphrosine Landry."),
        ("fr", "L’Assemblée a rendu hommage à Adèle Sanrême, infirmière à Kolongo, morte en septembre."),
        ("es", "La comisión estará el 12 en el instituto de Puebla del Soto, calle Nueva, 40."),
        ("es", "El 20 se reúne en Tolvarí, casa de la cultura, calle 5 n.º 8-30."),
        ("en", "Whoever has a question about their lease can ring 0808 157 0100."),
        ("en", "Clean Rivers Bill in committee: tomorrow 9 am, Room 4. Info 0700 555 0110"),
        ("fr", "Le musée de la Marine d’Orrin, 2, place du Port, ouvre le dimanche."),
        (
            "fr",
            "L’association Le Phare tient une permanence au 22, rue des Quais ; on peut l’appeler au 01 99 00 39 40.",
        ),
        ("en", "Our education officer, Anna Prestwick, visits schools. You can reach her at 020 555 0133."),
        ("en", "Evidence is heard on 5 December at École Saint-Luc, 60 Shore Road, Orrin."),
        ("fr", "Il suffit de prévenir le poste de garde au 01 99 00 12 02."),
        ("es", "Atiende la ventanilla Ana Riquel, en la calle de las Flores, 7."),
        ("es", "Sustituye a Vicente Olmedo, que se jubila después de 28 años."),
    ],
)
def test_offices_members_and_witnesses_are_nobodys_private_data(lang: str, text: str) -> None:
    assert remarks(text, "personal-data", lang=lang) == []


def test_a_minister_in_the_sentence_before_makes_nobodys_number_an_offices() -> None:
    text = "The minister answered the petition. Text Margaret Dunsley on 07700 900417 if you saw the vote."
    assert remarks(text, "personal-data") != []


def test_contacts_that_the_house_lists_are_official() -> None:
    house = replace(HOUSE, contacts=("07700 900417", "rosa.miller@mail.example"))
    text = "You can phone her on 07700-900-417 or write to rosa.miller@mail.example."
    assert remarks(text, "personal-data", house=house) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Digital Identity Bill would give every adult a numbered card."),
        ("en", "Bill 31 sets a fine of 500 crowns in clause 4."),
        ("en", "The chair’s draft, which members received on Friday, recommends a levy."),
        ("en", "The committee met in private. The report, sent to members on Monday, blames the contractor."),
        ("en", "The committee will recommend a ban on trawling; its report is under embargo until Thursday."),
        ("fr", "Selon l’avant-projet, pas encore rendu public, les titres deviendraient caducs."),
        ("es", "La comisión recomendará prohibir la pesca en el informe, embargado hasta el jueves."),
        ("fr", "L’identité numérique, dont l’avant-projet prévoit une amende : projet de loi n° 31, article 4."),
        ("fr", "Le projet de rapport propose une taxe."),
        ("es", "El borrador de informe propone un impuesto."),
        ("en", "The report comes out on Friday. It will call for every jetty to be inspected."),
        ("en", "The findings on the ferries, which are due on 3 May, will say that the price was fixed."),
        ("en", "Two officials were heard in private. They told it that the register had been altered."),
        ("en", "Readers of this page learn first: the report says three wards were never used."),
        ("fr", "Le rapport ne sera rendu que le 30 mai. Il proposera de fermer deux ports."),
        ("fr", "Le futur projet de loi sur les ports permettra de vendre les terrains."),
        ("fr", "La commission a entendu deux agents à huis clos. Ils ont affirmé que le registre avait été modifié."),
        ("es", "El informe sale el viernes. Pedirá que cada muelle se inspeccione dos veces al año."),
        ("es", "La futura ley de puertos permitirá vender los terrenos."),
        ("en", "Members were told in private session that the supplier is bankrupt."),
        ("fr", "Le rapport arrive la semaine prochaine. À son article 2, il impose une redevance."),
        ("es", "El grupo entrega su informe el 1 de marzo. Se inclina por congelar los sueldos."),
        ("es", "La comisión oyó a puerta cerrada a dos funcionarias. Ambas aseguraron que el registro fue alterado."),
    ],
)
def test_what_a_paper_says_before_it_is_public_is_told(lang: str, text: str) -> None:
    assert len(remarks(text, "not-public", lang=lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Digital Identity Bill is expected in December."),
        ("en", "The River and Coastal Waters (Protection) Bill would limit what may be discharged."),
        ("en", "The committee considers its draft report in private on Tuesday."),
        ("en", "The report recommends a levy. It was published today."),
        ("en", "The draft bill that the government published in May proposes a levy."),
        ("fr", "La commission examine son projet de rapport à huis clos mardi."),
        ("es", "La comisión estudia el borrador de informe a puerta cerrada."),
        ("en", "The report will be published on Thursday. It will be available in large type."),
        ("en", "The committee will publish its report on ferries on Friday and answer questions."),
        ("en", "The Clean Rivers Bill is to be introduced in June. It would limit what may be discharged."),
        ("en", "The committee meets in private on Tuesday. On Wednesday the Minister said that fees will rise."),
        ("fr", "Le rapport est attendu en mai. La commission tiendra encore une audition d’ici là."),
        ("fr", "Le gouvernement déposera le projet de loi en juin. Les députés l’examineront en juillet."),
        ("es", "El informe se espera en mayo. La comisión celebrará otra audiencia antes."),
        ("es", "El texto aún no se ha radicado. No se sabe qué dirá."),
    ],
)
def test_that_there_is_a_paper_and_what_is_published_may_be_said(lang: str, text: str) -> None:
    assert remarks(text, "not-public", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The owner, whose trial opened last week, is clearly to blame for the deaths."),
        ("en", "His trial opens on Monday. He should be jailed."),
        ("fr", "Le propriétaire, dont le procès s’est ouvert, est coupable."),
        ("es", "El dueño, cuyo juicio empezó ayer, es el culpable de la tragedia."),
        (
            "en",
            "The petition against the result is before the High Court. It has no merit and is bound to be dismissed.",
        ),
        ("fr", "Le tribunal électoral examine un recours. Ce recours ne repose sur rien et sera rejeté."),
        ("es", "El extesorero comparece ante el tribunal. El desenlace no ofrece dudas."),
        ("en", "The trial over the fire opens on Monday. Anything less than ten years would be an insult."),
        ("en", "The captain, who goes on trial in May, left his passengers to drown."),
        ("en", "Three men are charged over the riot. The thugs beat a constable half to death."),
        ("fr", "Relaxer le trésorier, dont le procès s’achève, serait une honte."),
        ("fr", "La comptable, qui comparaît jeudi, a vidé la caisse de retraite."),
        ("es", "La cárcel es el único final aceptable para el juicio de los dos arrendadores."),
        ("es", "El capitán, cuyo juicio empieza en mayo, dejó ahogarse a sus pasajeros."),
        ("en", "The brothers go on trial on Tuesday. They planned the robbery for months."),
        ("fr", "Le procès s’achève vendredi. Reste à savoir combien d’années il passera en prison."),
        ("es", "El juicio termina el viernes. La duda es cuántos años pasará en la cárcel."),
    ],
)
def test_a_view_of_an_open_case_is_told(lang: str, text: str) -> None:
    assert len(remarks(text, "sub-judice", lang=lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Justice Committee will ask why criminal trials take 14 months to begin."),
        ("en", "The trial opened in Orrin last week; he is accused of fraud, which he denies."),
        ("fr", "Le procès s’ouvrira lundi. Un débat sur la justice aura lieu mardi."),
        ("es", "El juicio empezó ayer. La comisión no estudia casos particulares."),
        ("en", "The fire killed nineteen people. Two men await trial; both deny the charges."),
        ("en", "Prosecutors say that the accountant emptied the fund. She denies it, and the trial continues."),
        ("fr", "L’incendie a tué dix-neuf personnes. Deux hommes attendent leur procès."),
        ("fr", "Le capitaine sera jugé en mai pour avoir abandonné le navire."),
        ("es", "El incendio mató a diecinueve personas. Dos hombres esperan juicio."),
        ("es", "La Corte estudia el recurso de las enfermeras. La comisión esperará el fallo."),
    ],
)
def test_courts_as_a_subject_and_bare_facts_of_a_case_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "sub-judice", lang=lang) == []


def test_the_cases_that_the_house_lists_are_told_wherever_they_are_named() -> None:
    house = replace(HOUSE, sub_judice=("Harrow Quay fire",))
    assert words(remarks("Members remembered the Harrow Quay fire.", "sub-judice", house=house)) == [
        "Harrow Quay fire"
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "In the Chamber Ada Okafor named Norbert Ashfield, director of Quayline Homes, as the man who “stole the pensions of 300 workers”."),
        ("en", "The Privileges Committee meets on Monday and will find that the minister is guilty of contempt."),
        ("fr", "À la tribune, Clémence Ravault a désigné Norbert Valcroze comme « l’homme qui a volé l’épargne »."),
        ("es", "Desde la tribuna, la diputada señaló a Norberto Valcruz como «el hombre que robó los ahorros»."),
        ("en", "In the debate Ada Okafor said that Gorse Hill Dairies pays inspectors to look away."),
        ("en", "The chair had a witness withdraw words on Simba Drilling, which the witness said bribes ministers."),
        ("fr", "Un témoin a dit en commission que l’agence Clairval fabrique de faux certificats."),
        ("es", "Un testigo dijo en la comisión que la agencia Llaveclara fabrica certificados falsos."),
        ("en", "Ada Okafor accused the broker Simon Vesey in the Chamber of emptying the accounts of his clients."),
        ("en", "The committee reports in May. It is expected to rule that Ada Okafor deceived the House."),
        ("fr", "Un député a reproché à la société Autoliane d’avoir « gonflé ses comptes »."),
        ("en", "Ada Okafor named the vet Hugh Sands as the man who drugged racehorses."),
        ("fr", "Clémence Ravault a désigné le vétérinaire Hugues Sablon comme celui qui dopait les chevaux."),
        ("es", "La diputada señaló al veterinario Hugo Arenas como quien drogaba caballos."),
        ("fr", "Clémence Ravault a accusé en séance le courtier Simon Vézinet d’avoir vidé des comptes."),
        ("es", "La diputada acusó en el pleno al constructor Evaristo Lledó de «comprar concejales»."),
        ("es", "La Comisión de Ética decide en mayo. Se espera que concluya que Ada Okafor engañó al Congreso."),
    ],
)  # fmt: skip
def test_an_accusation_repeated_or_a_finding_not_yet_made_is_told(lang: str, text: str) -> None:
    assert len(remarks(text, "privilege", lang=lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Committee on Privileges meets on Wednesday to consider a matter referred to it by the House."),
        ("en", "In the debate Ada Okafor asked for stronger rules against fraud and money laundering."),
        ("en", "Rupert Ashgrove told the House that corruption costs every household money."),
        ("fr", "En séance, Clémence Ravault a demandé un rapport sur la fraude fiscale."),
        ("es", "En el pleno, la diputada preguntó por la lucha contra la corrupción."),
        ("en", "A witness from Orrin Harbour Bank told the committee how fraud works."),
        ("fr", "La Banque du Port a expliqué à la commission comment elle lutte contre le blanchiment."),
        ("es", "El Banco del Puerto explicó en la comisión cómo combate el lavado de dinero."),
        ("en", "Ada Okafor accused the Minister in the Chamber of ignoring the ports."),
        ("en", "Civic Union accused the National Liberal Party of breaking a promise."),
        ("en", "The Speaker named Helen Marsh as the woman who will chair the panel."),
        ("fr", "Clémence Ravault a accusé en séance le gouvernement d’oublier les ports."),
        ("fr", "M. Ravault a déclaré en séance que Denis Strudel avait « fait plus pour le port que quiconque »."),
        ("es", "La diputada acusó en el pleno al Gobierno de olvidar los puertos."),
        ("es", "Un testigo dijo en la comisión que la naviera Puertolínea lleva 40.000 pasajeros al año."),
    ],
)
def test_crime_as_a_subject_of_debate_is_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "privilege", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "A Mr Tolley from flat 12 is three months behind with the rent.", ["Mr Tolley from flat 12 is three months behind with the rent"]),
        ("en", "The prize goes to Cedric Mayhew, 7 Orchard Close, Penmarrow.", ["Cedric Mayhew, 7 Orchard Close, Penmarrow"]),
        ("en", "The author of the poem is Lucy Amble, 11, of Terok.", ["Lucy Amble"]),
        ("en", "Harriet, who opens the gate, is at home with a suspected stroke.", ["Harriet", "with a suspected stroke"]),
        ("fr", "M. Tolet, surendetté, a pris la parole.", ["M. Tolet, surendetté"]),
        ("fr", "L’auteure est Rosalie Tarn, 14 ans.", ["Rosalie Tarn"]),
        ("fr", "La dame du 4e, surendettée depuis peu, a parlé.", ["La dame du 4e, surendettée"]),
        ("es", "Don Matías Toledo debe seis meses de alquiler.", ["Don Matías Toledo debe seis meses de alquiler"]),
        ("es", "Un saludo para Simón, el portero, que vuelve desde el infarto.", ["Simón", "desde el infarto"]),
    ],
)  # fmt: skip
def test_a_private_fact_makes_a_name_private(lang: str, text: str, found: list[str]) -> None:
    told = words(remarks(text, "personal-data", lang=lang))
    assert [one for one in told if any(part in one or one in part for part in found)] == told
    assert told


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A Mr Tolley asked about parking, and the mayor answered."),
        ("en", "Harriet, who opens the gate each morning, has written a book on bells."),
        ("en", "Write to Farrow Hall, 20 Castle Street, Orrinford."),
        ("fr", "M. Tolet a posé une question sur le stationnement."),
        ("fr", "Bon retour à la bibliothèque, fermée depuis mars."),
        ("es", "Don Matías Toledo preguntó por el estacionamiento."),
        ("es", "Un saludo para Simón, el portero, que cumple treinta años con nosotros."),
    ],
)
def test_a_name_without_a_private_fact_is_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "personal-data", lang=lang) == []


KEPT = {
    "en": "The audit of the ports is under embargo until Monday.",
    "fr": "L’audit des ports est sous embargo jusqu’à lundi.",
    "es": "La auditoría de los puertos está bajo embargo hasta el lunes.",
}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Auditor found that four of nine cranes had never been tested."),
        ("fr", "L’autorité estime que quatre grues sur neuf n’ont jamais été contrôlées."),
        ("es", "La autoridad calcula que cuatro grúas nunca se revisaron."),
    ],
)
def test_what_stands_in_a_paper_that_the_sentences_before_say_is_kept_is_told(lang: str, text: str) -> None:
    assert words(remarks(f"{KEPT[lang]} {text}", "not-public", lang=lang)) == [text]
    assert remarks(text, "not-public", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It has 80 pages, and the committee discusses it on Tuesday."),
        ("en", "The Auditor will answer questions on Friday."),
        ("fr", "Il compte 80 pages et la commission en débat mardi."),
        ("es", "Tiene 80 páginas y la comisión la debate el martes."),
        ("en", "It is published on Monday. Parents can ask questions at the open evening."),
        ("fr", "Le rapport sera publié lundi. Les parents pourront poser leurs questions."),
        ("es", "El informe se publicará el lunes. Las familias podrán hacer preguntas."),
    ],
)
def test_how_long_a_kept_paper_is_and_when_it_is_debated_may_be_told(lang: str, text: str) -> None:
    assert remarks(f"{KEPT[lang]} {text}", "not-public", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "told"),
    [
        ("en", "The Digital Identity Bill comes on Monday.", "Its second clause makes a card compulsory for tenants."),
        ("en", "The Digital Identity Bill comes on Monday.", "Fees fall to five crowns."),
        (
            "fr",
            "Le projet de loi relatif à l’identité numérique vient lundi.",
            "On y lit que chacun devra porter une carte.",
        ),
    ],
)
def test_what_a_bill_that_the_record_keeps_does_is_told_in_the_sentence_behind_its_name(
    lang: str, text: str, told: str
) -> None:
    assert told in words(remarks(f"{text} {told}", "not-public", lang=lang))
    assert remarks(f"{text} Members meet at two.", "not-public", lang=lang) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The case of the warehouse fire comes before the judge in June. He will not escape prison this time."),
        ("fr", "L’affaire de l’entrepôt passe devant le juge en juin. Il n’échappera pas à la prison."),
        ("es", "El caso del almacén llega al juez en junio. No se librará de la cárcel."),
    ],
)
def test_what_must_become_of_somebody_before_a_judge_is_told(lang: str, text: str) -> None:
    assert len(remarks(text, "sub-judice", lang=lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The House was told that Dr Ames had falsified the certificates."),
        ("en", "“Carrow Mills poured acid into the stream.” Lena Orr, in the debate on Tuesday."),
        ("fr", "L’Assemblée a appris que le docteur Amiel falsifiait les certificats."),
        ("es", "El Congreso supo por un testigo que el doctor Amil falsificaba los certificados."),
    ],
)
def test_a_deed_told_in_proceedings_of_somebody_with_a_title_or_signed_by_a_speaker_is_told(
    lang: str, text: str
) -> None:
    assert len(remarks(text, "privilege", lang=lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The case of the warehouse fire comes before the judge in June. The hearing is open to the public."),
        ("en", "The House was told that Dr Ames will open the new ward."),
        ("en", "The mayor of Saltby gave evidence on theft from shops."),
        ("fr", "L’affaire de l’entrepôt passe devant le juge en juin. L’audience est publique."),
        ("fr", "L’Assemblée a appris que le docteur Amiel ouvrira le nouveau service."),
        ("fr", "Devant la commission, le vétérinaire de Tassara a exposé comment il délivre les certificats."),
        ("es", "El caso del almacén llega al juez en junio. La vista es pública."),
        ("es", "El Congreso supo que el doctor Amil abrirá la nueva sala."),
        ("es", "El alcalde de Almaraza respondió en el pleno sobre el robo de cable."),
    ],
)
def test_bare_facts_of_a_case_and_whoever_gives_evidence_are_left_alone(lang: str, text: str) -> None:
    assert remarks(text, "sub-judice", "privilege", lang=lang) == []
