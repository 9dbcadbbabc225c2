"""References in the texts: which are links, where they lead, and which are left alone."""

from __future__ import annotations

import html as html_module
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parser.markup import to_markdown
from publisher.named_questions import Named, named_questions
from publisher.plain_markdown import to_html
from publisher.references import linked
from publisher.rendering import sections

#: What becomes a link stands in braces. Questions exist under every number.
LAWS = """
au sens de l'{article L. 121-1 du code de la consommation}, les pratiques
L'{article 1382 du code civil} dispose que
l'{article 1er du code civil}
des {articles L. 121-1} et {R. 121-2 du code de la consommation}
des {articles L. 214-1} à {L. 214-6 du code de l'environnement}
les {articles L. 237-1}, {L. 237-2}, {L. 237-3} et {L. 253-17 du code rural}
l'{article L. 161-1, premier alinéa, du code de la sécurité sociale}
aux {articles 462-8}, deuxième alinéa, et {462-9 du code pénal}
au 3° de l'{article L. 2224-13 du code général des collectivités territoriales}
l'{article R.* 123-4 du code de l'urbanisme} ; l'{article LO 141 du code électoral}
l'{article L.O. 153 du code électoral}
l'{article 199 undecies B du code général des impôts} (CGI)
l'{article 244 quater B du CGI}
l'{article 1649 quater-0 B bis du code général des impôts}
l'{article 46 quater-0 ZY bis de l'annexe III au code général des impôts}
l'{article L. 80 A du livre des procédures fiscales}
l'{article L. 313-11 du CESEDA}, l'{article 706-73 du CPP}, l'{article L. 2213-1 du CGCT}
l'{article L. 122-1 du code de l’environnement}
l'{article 148 du Code de procédure pénale} est justement une garantie
l'{article 700 du nouveau code de procédure civile}
l'{article L. 13-15 du code de l'expropriation pour cause d'utilité publique}
l'{article L. 1 du code de l'expropriation}
la {loi n° 2014-344 du 17 mars 2014} relative à la consommation
la {loi n°2014-344 du 17 mars 2014}
la {loi n° 2014-344} dite Hamon
La {Loi organique n° 2013-906 du 11 octobre 2013}
la {loi de finances rectificative pour 2012 n° 2012-958 du 16 août 2012}
la loi de finances pour 1993 ({n° 92-1376 du 30 décembre 1992})
la loi relative aux droits des malades {n° 2002-303 du 4 mars 2002}
les {lois n° 83-8 du 7 janvier 1983} et {n° 83-663 du 22 juillet 1983}
le {décret n° 2004-308 du 29 mars 2004} ; {décret n° 82-447 du 28 mai 1982}
l'{ordonnance n° 45-2658 du 2 novembre 1945}
la {loi du 29 juillet 1881} sur la liberté de la presse
l'article 6 de la {loi du 21 juin 2004} pour la confiance dans l'économie numérique
la {loi du 1er juillet 1901} relative au contrat d'association
l'{arrêté du 25 juin 1980} portant approbation des dispositions générales du règlement de sécurité
le {décret-loi du 29 juillet 1939} relatif à la famille
le {décret loi du 2 mai 1938} relatif au budget
({art. 706-89 du CPP}) ; {Art. 1240 du code civil} ; aux {art. L. 1} et {L. 2 du code du travail}
l'{article 311-1, al. 2 du code pénal} ; l'{article 5, 3ème alinéa du code civil}
l'{article L. 131-21, 4e alinéa, du code pénal} ; l'{article L. 162-12-2, 3° , du code de la sécurité sociale}
l'{article 1609 quinvicies du code général des impôts} ; l'{article 199 novovicies du CGI}
l'{article L. 2212-2 du code des collectivités territoriales}
l'{article L. 32 du code des postes et communications électroniques}
l'{article L. 137-1 du code de sécurité sociale} ; l'{article 5 du Code de la procédure pénale}
l'{article L. 228-97 du code du commerce} ; l'{article L. 152-4 du code de la construction}, à savoir
l'{article L. 30 du Code Electoral} ; l'{article L. 1 du Code du domaine de l'Etat}
l'{article L. 131-4 du CGFP} ; l'{article L. 335-2 du CPI}
le code pénitentiaire ({articles R345-11} à {R345-14}) et le code civil ({article 784})
la {loi 85-704 du 12 juillet 1985} relative à la maîtrise d'ouvrage
les {lois 83-634 du 13 juillet 1983} et {84-16 du 11 janvier 1984}
la {loi n 2002-268 du 26 février 2002} ; la {loi no 86-33 du 9 janvier 1986}
la {Loi N° 2014-366 du 24 mars 2014} ; la {loi organique 2013-906 du 11 octobre 2013}
l'{ordonnance n°2009—229 du 26 février 2009} ; le {décret n° 2006 – 1386 du 15 novembre 2006}
la {loi Egalim n° 2018-938} ; la {loi « Sapin II » n° 2016-1691} ; la {loi dite Rixain n° 2021-1774}
la {loi organique du 7 août 2020} relative à la dette sociale
l'{arrêté ministériel du 24 avril 2012} portant réglementation
la {loi du 2 janvier 2002} rénovant l'action sociale ; la {loi du 17 mai 2013} ouvrant le mariage
la {loi du 6 août 2019} de transformation de la fonction publique
la {loi du 13 octobre 2014} d'avenir pour l'agriculture
la {loi du 7 octobre 2016} pour une République numérique
la {loi du 24 août 2021} confortant le respect des principes de la République
la {loi du 1er août 2003} de sécurité financière ; la {loi du 2 août 2005} en faveur des entreprises

la {loi ALUR du 24 mars 2014} ; la {loi « littoral » du 3 janvier 1986}
la {loi dite « Littoral » du 3 janvier 1986}
la {loi Évin du 10 janvier 1991} ; la {loi Evin du 10 janvier 1991} ; la {loi El Khomri du 8 août 2016}
la {loi Climat et résilience du 22 août 2021} ; la {loi informatique et libertés du 6 janvier 1978}
les {décrets n°s 2021-835} et {2021-836 du 29 juin 2021} ; la {loi n.2020-105 du 10 février 2020}
la {loi du 9 décembre 1905} de séparation des Églises et de l'État
une association régie par la {loi du 1er juillet 1901} ; la {loi du 29 juillet 1881}, qui réprime

la loi ALUR du 24 mars 2015 ; la loi Dupont du 24 mars 2014 ; le projet de loi ALUR du 24 mars 2014
le décret du 1er juillet 1901 ; la loi du 1er juillet 1901 du juge ; un projet de loi du 9 décembre 1905
la loi ALUR du 31 février 2014 ; la loi et ALUR du 24 mars 2014
la loi tunisienne n° 2013-53 du 24 décembre 2013 ; la loi fédérale n° 2013-77 du 24 janvier 2013
le décret législatif italien n° 2013-77 du 24 janvier 2013 ; le décret royal n° 2013-77 du 24 janvier 2013
la loi sénégalaise relative à l'eau n° 2013-53 du 24 décembre 2013
l'arrêté royal du 3 mai 2013 portant sur l'eau
la loi 2019-2022 de programmation ; la loi 85-704 du 12 juillet 1986 ; une loi 12-13
la loi n° 2013 - 12 articles ; l'article 12 (code civil) ; le code (article 12) ; code civil, article 12
l'art. 225-13 du CP ; art. 34 de la Constitution ; l'art 12 du code civil belge
la loi Dupont n° 1004 ; la loi Egalim
l'article L. 121-1 du même code
l'article L. 121-1 du présent code, l'article 5 dudit code
l'article L. 121-1
l'article 3 de la proposition de loi
cet article du code de la consommation
l'article 12 du code de déontologie médicale
l'article 311-1 de l'ancien code pénal
l'article 157 du code pénal suisse
l'article L. 122-1 du code du travail applicable à Mayotte
l'article 5 du code frontières Schengen
l'article 12 du CSP
les articles L. 24 et suivants du chapitre III
l'article 34 de la Constitution
le projet de loi n° 1004 ; la proposition de loi n° 2014-344 du 17 mars 2014
la loi n° du relative à l'eau
la loi n° 2015-136 du 9 février 2025
la loi du 31 février 2012 relative à l'eau
la directive n° 2004-38 du 29 avril 2004 ; le règlement (CE) n° 1290/2005
la décision n° 2010-605 DC du 12 mai 2010 ; la décision n° 2010-605 du 12 mai 2010
le rapport n° 2013-12 du 3 mai 2013, l'emploi n° 2014-12
la circulaire relative à la loi Hamon n° 2014-344-B
la loi du pays n° 2013-12 du 6 mai 2013
l'ordonnance n° 2012-45 du juge des référés
la loi du 6 janvier 1978, la loi du 24 avril 2023
un arrêté du 12 mars 2014 ; arrêté du ministre chargé de la santé
l'arrêté n° 2010-123 du 3 mai 2010
la loi du plus fort, une loi du groupe, l'emploi du 3 mars 2012 relatif à rien
"""
QUESTIONS = """
rappelle les termes de sa {question écrite n° 55901} publiée au Journal officiel du 20 mai 2014
rappelle les termes de sa {question n° 55 901} restée à ce jour sans réponse
la réponse à la {question écrite n° 1234} de M. Jean Dupont-Durand, JO du 3 mars 2013, page 234
la réponse à la {question n° 12}
ses {questions écrites n° 123} et {n° 456}
les {questions écrites n° 123} du 3 mai 2013 et {n° 456} du 4 mai 2013
ses {questions écrites nos 12345}, {12346} et {12347}.
sa question écrite parue au Journal officiel le 12 mars 2013 sous le {n° 20345}
sa question écrite publiée dans le JO Assemblée nationale du 12/03/2013 ({n° 20345})
sa question écrite, posée le 3 mai 2013 et restée sans réponse, {n° 45678}
question écrite parue au JO, Assemblée nationale, Débats parlementaires, du 6 octobre 1986, sous le {n° 9876}
question écrite au JO, A.N., Débats parlementaires, questions, n° 42 du 6 octobre 1986 sous le {numéro 11246}
la {question n° 27967} de M. André Chassaigne, signalée le 7 octobre 2013
question écrite de Mme Marie-Jo Zimmermann ({n° 4321})
sa {question écrite n° 104.250} du 3 janvier 2006
({QE n° 12345}) ; {question écrite nº 12345} ; {question écrite numéro 12345}
sa {question écrite n° 55901} de la XIVe législature
sous la précédente législature, sa {question écrite n° 12345}
la {question écrite n° 12345} et 12 autres
sa {question écrite n° 13503}, JOAN Q du 12 mars 2013, restée sans réponse
{Rép. min. n° 55901} : JO AN, 29 juill. 2014, p. 6524
Rép. min. Chevrollier {n° 55901} : JO AN, 29 juill. 2014, p. 6524
({Rép. min. n° 13503}, JOAN Q 12 mars 2013, p. 2345)
{réponse ministérielle n° 13503}, JOAN Q du 12 mars 2013
la {réponse ministérielle n° 13503} du 12 mars 2013, selon laquelle
rép. min. Dupont, {n° 13503}, JOAN du 12/03/2013
rép. min. à M. de La Tour, {n° 13 503} : JO Assemblée nationale, 1er oct. 2013
réponse ministérielle à Mme Marie-Jo Zimmermann, JOAN Q du 12 mars 2013, p. 2345, {n° 13503}
Rép. min. J.-L. Dupont ({n° 13503}, J.O. A.N. (Q) du 12 mars 2013)
QE Plisson {n° 13503} : JO AN, 11 déc. 2012, p. 7334
RM Zimmermann {n° 13503}, JO AN du 12 mars 2013, p. 2345
Rép. min. n° 13503 et {n° 13504}, JOAN Q 12 mars 2013
{Rép. Min. n° 13503}, JOAN 12 mars 2013 ; {Rép. min. n° 13503} : JOAN 12-3-2013, p. 2720
{Rép. min. n° 13503}, Philippe Plisson, JOAN 12 mars 2013
ses {questions écrites n° 13503}, {13504} et {55901} restées sans réponse
les {questions écrites n° 13503}, {13504} et {55901} publiées cette année
sa {question écrite n° 13503} (2013, 14e législature)
la question écrite de notre collègue Philippe Plisson ({n° 13503})
{Rép. min. n° 13503} (14e législature)
la réponse ministérielle à la {question écrite n° 13503} du 12 mars 2013

question n° 12 ; la question n° 3 du formulaire ; aux questions, n° 4200 du Journal officiel
sa question n° 07181 sous le titre « Baisse des moyens »
la question écrite n° 01234
la question écrite n° 4321 de M. Dupont, sénateur
la question écrite n° 4321 posée au Sénat
la question écrite n° 4321 déposée devant la Haute Assemblée ; la question écrite n° 4321 du Senat
la question écrite n° 4321, JO S du 12 mai 2014, p. 12 ; la question écrite n° 4321 (JOS du 2 mai 2014)
la question écrite n° 4321, JO Sén. du 6 mai 2014 ; question écrite n° 4321 S ; question écrite n° 4321-S
la question écrite n° 4321 posée à la Commission européenne ; d'un député européen, la question écrite n° 43
la question écrite n° 4321 à la Chambre des représentants ; la question écrite n° 4321 du Conseil de Paris
la question orale n° 4321 ; la question orale sans débat n° 4321 ; la question au Gouvernement n° 4321
la question prioritaire de constitutionnalité n° 2010-1 ; la question préjudicielle n° 4321
la question écrite n° 123-4 ; n° 123/04 ; question écrite n° E-1234 au Parlement européen
la question écrite n° 123 456 789 ; la question écrite n° 1 200 euros
la question de la loi n° 55901, du décret n° 55901, du rapport n° 55901, de l'amendement n° 55901
la question 4321 du questionnaire n° 4321 ; le dossier n° 55901
sa question écrite n° 55901 d'une autre législature
l'inquestion n° 55901
Rép. min. n° 13503 ; la réponse ministérielle n° 13503, JOAN Q, p. 2345 ; rép. min. Dupont, n° 13503
rép. min. n° 12345 (Sénat) du 12 mars 2013
Rép. min. n° 13503 : JO Sénat, 14 mars 2013, p. 845
Rép. min. Dupont n° 13503 : JOS 14 mars 2013, p. 845 ; Rép. min. n° 13503, JO S du 14 mars 2013
Rép. min. n° 13503, J.O. Sén. Q 14 mars 2013 ; rép. min. n° 13503, JO déb. S. 14 mars 2013
Rép. min. Dupont, sénateur, n° 13503, du 14 mars 2013
Rép. min. n° 03503 : JO 14 mars 2013
la réponse ministérielle du 12 mars 2013 à la loi n° 13503
la réponse interministérielle n° 13503 du 12 mars 2013
la réponse ministérielle n° 2013-12 du 12 mars 2013, le RM n° 13503, la FORM n° 13503 du 12 mars 2013
Rép. min. n° 13503, XIIIe et XIVe législatures
sa question écrite n° 13503 du 31 février 2013
sa question écrite n° 13503 (2013) ; sa question n° 13503, publiée en mars 2013 ; la QE 13503 de 2013
"""
ADDRESSES = """
le site {www.internet-signalement.gouv.fr}, qui offre
({http://www.example.fr/a_b?c=1&d=2#e}).
voir {https://example.fr/l'eau_(douce)}
« {www.example.fr/page.html} »
voir {www.example.fr/?tx[uid]=12|3}, [{www.example.fr/a}] ; ({http://www.example.fr/b%C3%A9}).

www. internet-signalement. gouv. fr, www.exemple, http://, https://localhost/a
javascript:alert(1), mailto:a@example.fr, contact@www.example.fr, xwww.example.fr, data:text/html
www.économie.fr, http://www.example.fr/démarches, http://192.168.1.1/
example.fr, ftp://example.fr
http://www.example.fr/b%zz, http://www.example.fr:99999/x, http://www.example.fr/#a#b
http://www.example.fr/a’b, http://www.example.fr/a^b, http://www.example.fr/a\\b
http://www.example.fr/doc…, http://www.example.fr-b, http://www.example.fr/<b>
"""
LINK = re.compile(r'<a class="renvoi" href="([^"<>]*)">(.*?)</a>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


class Every(dict[str, str]):
    """Each question that can be named stands somewhere."""

    def __bool__(self) -> bool:
        return True

    def get(self, key: str, default: object = None) -> str:
        return f"14-{key.split()[0]}QE.html"


def cases(catalogue: str) -> list[str]:
    return [line for line in catalogue.splitlines() if line]


@pytest.mark.parametrize("case", cases(LAWS) + cases(QUESTIONS) + cases(ADDRESSES))
def test_what_stands_in_braces_is_a_link_and_nothing_else(case: str) -> None:
    html = to_html(f"## Question\n\n{to_markdown('Il cite ' + re.sub('[{}]', '', case))}\n")
    assert html
    shown = LINK.sub(r"{\2}", linked(html, Every()))
    assert html_module.unescape(TAG.sub("", shown)) == f"QuestionIl cite {case}".replace(
        "Question", "Question\n"
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("article L. 121-1 du code de la consommation", "L121-1 code de la consommation"),
        ("article 1er du code civil", "1 code civil"),
        ("article L. 241-13 III du code du sport", "L241-13 code du sport"),
        ("article L. 96 I du livre des procédures fiscales", "L96 I livre des procédures fiscales"),
        ("article 1407 III du CGI", "1407 code général des impôts"),
        ("article 150 V du CGI", "150 V code général des impôts"),
        ("art. L. 30 du Code Electoral", "L30 code électoral"),
        ("article 5 du code de la procédure pénale", "5 code de procédure pénale"),
        ("le code pénitentiaire (articles R345-11)", "R345-11 code pénitentiaire"),
        ("ordonnance n°2009—229 du 26 février 2009", "ordonnance n° 2009-229"),
        ("loi 85-704 du 12 juillet 1985", "loi n° 85-704"),
        ("la loi Egalim n° 2018-938", "loi n° 2018-938"),
        ("la loi dite « Sapin 2 » du 9 décembre 2016", "loi n° 2016-1691"),
        (
            "la loi du 1er juillet 1901.",
            "loi du 1er juillet 1901 relative au contrat d'association",
        ),
        (
            "décret loi du 2 mai 1938 relatif au budget",
            "décret-loi du 2 mai 1938 relatif au budget",
        ),
        (
            "loi du 2 mai 1938 relative au budget interdit",
            "loi du 2 mai 1938 relative au budget",
        ),
        (
            "arrêté ministériel du 24 avril 2012 portant réglementation de la navigation",
            "arrêté du 24 avril 2012 portant réglementation de la navigation",
        ),
        (
            "loi organique du 7 août 2020 relative à la dette sociale",
            "loi organique du 7 août 2020 relative à la dette sociale",
        ),
        (
            "loi du 7 octobre 2016 pour une République numérique",
            "loi du 7 octobre 2016 pour une République numérique",
        ),
        ("Article R.* 123-4 du Code de l’urbanisme", "R*123-4 code de l'urbanisme"),
        ("article 244 <em>quater</em> B du CGI", "244 quater B code général des impôts"),
        (
            "article 7 de l'annexe II au code général des impôts",
            "7 code général des impôts annexe II",
        ),
        ("loi organique n° 2013-906 du 11 octobre 2013", "loi n° 2013-906"),
        ("la loi Hamon n° 2014-344 du 17 mars 2014", "loi n° 2014-344"),
        (
            "loi du 21 juin 2004 pour la confiance dans l'économie numérique a prévu",
            "loi du 21 juin 2004 pour la confiance dans l'économie",
        ),
        (
            "loi du 11 février 2005 pour l'égalité des droits et des chances",
            "loi du 11 février 2005 pour l'égalité des droits",
        ),
    ],
)
def test_legifrance_is_asked_for_what_the_text_names(text: str, asked: str) -> None:
    address = html_module.unescape(LINK.findall(linked(text))[0][0])
    assert address.startswith("https://www.legifrance.gouv.fr/search/")
    assert parse_qs(urlsplit(address).query)["query"] == [asked]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("sa question écrite n° 55 901 publiée au JO du 20 mai 2014", ["55901 - 735373"]),
        ("sa question écrite n° 5 du 1er juin 2014 de la XIIIe législature", ["5 13 735385"]),
        ("questions n° 1234 et n° 1235 de la 15ème législature", ["1234 15", "1235 15"]),
        ("sa question n° 7 de la treizième législature", ["7 13"]),
        (
            "questions écrites n° 1234, 1235 et 6789 du 3 mai 2011",
            ["1234 13", "1235 13", "6789 - 734260"],
        ),
        ("questions écrites n° 12 du 3 mai 2011 et n° 13", ["12 - 734260", "13 -"]),
        ("sous la précédente législature, sa question n° 7", ["7 -1"]),
        ("sa question n° 7 de la présente législature", ["7 -"]),
        ("sa question n° 7, XIIe et XIIIe législatures", []),
        ("sa question n° 13503, JOAN Q du 12 mars 2013", ["13503 - 734939"]),
        ("sa question n° 13503, JO AN, 12 mars 2013", ["13503 - 734939"]),
        ("la Rép. min. Dupont n° 13503 : JO AN, 12 mars 2013, p. 2", ["13503a - 734939"]),
        ("la réponse ministérielle n° 13503, JOAN Q du 29 juill. 2014", ["13503a - 735443"]),
        ("la rép. min. n° 13503 de la 14e législature", ["13503a 14"]),
    ],
)
def test_the_legislature_and_the_day_of_a_named_question_are_told(
    text: str, keys: list[str]
) -> None:
    found = [*named_questions(f"Il rappelle {text}.")]
    assert [named.key for named in found] == keys
    for named in found:
        assert Named.of_key(named.key)[2:] == named[2:]


def test_an_address_without_scheme_leads_where_browsers_would_go() -> None:
    assert LINK.findall(linked("voir www.a.fr/b&amp;c, ou https://b.fr.")) == [
        ("http://www.a.fr/b&amp;c", "www.a.fr/b&amp;c"),
        ("https://b.fr", "https://b.fr"),
    ]
    assert LINK.findall(linked("voir https://a.fr/?b[c]=1&#124;2")) == [
        ("https://a.fr/?b%5Bc%5D=1%7C2", "https://a.fr/?b[c]=1&#124;2")
    ]


def test_a_question_that_is_not_there_is_no_link() -> None:
    text = "Il rappelle sa question écrite n° 55901 et la question n° 55902."
    assert linked(text) == text
    assert LINK.findall(linked(text, {"55902 -": "14-55902QE.html"})) == [
        ("14-55902QE.html", "question n° 55902")
    ]


def test_headings_and_links_of_the_source_stay_as_they_are() -> None:
    html = (
        '<h2 id="question">Question sur www.a.fr</h2>\n'
        '<p><a href="http://www.a.fr">www.a.fr</a> et www.b.fr</p>'
    )
    made = sections(html)
    assert "<h2>Question sur www.a.fr</h2>" in made
    assert (
        '<a href="http://www.a.fr">www.a.fr</a> et <a class="renvoi" href="http://www.b.fr">'
        in made
    )


PIECES = st.one_of(
    st.sampled_from(
        [
            *(
                piece
                for case in cases(LAWS + QUESTIONS + ADDRESSES)
                for piece in re.split("[{}]", case)
            ),
            *(
                "article ",
                "articles L. 1",
                " du code civil",
                "loi n° ",
                "2014-344",
                " du 17 mars 2014",
            ),
            *(
                "question écrite n° ",
                "question n° 12345",
                "www.a.fr",
                "http://",
                "QE ",
                " et ",
                ", ",
                "*bis*",
            ),
            *(
                '"',
                "'",
                "<",
                ">",
                "&",
                "&amp;",
                "<a href='x'>",
                "</a>",
                "<script>",
                "javascript:",
                "(",
                ")",
            ),
            *(
                "[www.a.fr](http://www.a.fr)",
                "[",
                "]",
                "\\*",
                " ",
                "\u00a0",
                "\u202f",
                "« ",
                " »",
                " ;",
            ),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=8),
)


@settings(max_examples=500)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(str.strip))
@example("article 1 du code civil<script>")
@example('http://a.fr/"onclick=x')
@example("http://a.fr/<b>")
@example("[question écrite n° 12](http://www.a.fr)")
def test_no_letter_changes_and_no_link_stands_in_another(text: str) -> None:
    html = to_html(f"## Question\n\n{to_markdown(text)}\n")
    if html is None:
        return
    before, after = sections(html), sections(html, Every())
    assert TAG.sub("", after) == TAG.sub("", before.replace("<a class", "<a"))
    depth = 0
    for tag in TAG.findall(after):
        depth += {"<a": 1, "</a>": -1}.get(
            re.split(r"[ >]", tag)[0] + (">" * tag.startswith("</a")), 0
        )
        assert depth in (0, 1)
    for address, shown in LINK.findall(after):
        assert re.match(r"https?://[\w.-]+|14-\d+QE\.html$", address)
        assert "<a" not in shown
        assert shown == shown.strip()
    assert depth == 0


@pytest.mark.parametrize(
    "text",
    [
        "article " * 20_000,
        "articles " + "L. 121-1, " * 20_000,
        "article L. 1" + "-1" * 20_000,
        "question écrite " + "du 3 mai 2013 " * 10_000,
        "question écrite de M. " + "A " * 20_000,
        "questions n° 1" + ", 1" * 20_000,
        "Rép. min. " * 20_000,
        "Rép. min. n° 1" + ", n° 1" * 20_000,
        "réponse ministérielle à M. " + "A " * 20_000,
        "RM" + " du 12 mars 2013, p. 2" * 10_000,
        "loi n° " * 20_000,
        "lois " + "n° 83-8 et " * 20_000,
        "loi du 3 mai 2013 relative à " + "x" * 50_000,
        "www." * 20_000,
        "http://" + "a." * 20_000,
        "http://a.fr/" + "(" * 20_000 + ")" * 20_000,
        "n°" * 20_000,
        "code civil (article 1" * 5_000,
        "loi 85-704 du 12 juillet 1985 et " * 2_000,
        "loi « a » du 24 mars 2014 " * 2_000,
    ],
    ids=lambda text: text[:20],
)
def test_no_text_takes_long(text: str) -> None:
    linked(text, Every())  # the limit of time is that of every test
