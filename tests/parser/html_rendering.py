"""A record written as a page of the site in each of its periods: what `test_html_renderings.py` reads back.

The markup is made after what public readers of these pages look for: their classes, their cells, their labels.
"""

# ruff: noqa: E501 (a page has lines of its own)
from __future__ import annotations

import html
from datetime import date

from parser.question import Question
from tests.parser.rendering import as_html, numeric, written

SITE = "https://questions.assemblee-nationale.fr"
FRAME_ABOVE = """<script>document.write("<h3>Texte de la question</h3>");</script>
<nav class="navbar"><ul><li><a href="/">Accueil</a></li><li><a href="/q">Questions écrites</a></li></ul></nav>
<div class="fil-ariane">Accueil &gt; Travaux &gt; Questions</div>"""
FRAME_BELOW = """<div class="bas"><a href="#">Haut de page</a> © Assemblée nationale</div>
<footer><p>Plan du site. Mentions légales.</p></footer>"""


def text(value: object) -> str:
    """A value as HTML."""
    return html.escape(str(value), quote=False)


def document(body: str, *, charset: str, top: str = "", title: str = "Question") -> bytes:
    """A whole page in an encoding; letters that it lacks are entities."""
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    page = f"<!DOCTYPE html>\n<html><head>{head}<title>{title}</title>{top}</head>\n<body>{body}</body></html>\n"
    codec = "cp1252" if charset == "iso-8859-1" else charset
    return page.encode(codec, "xmlcharrefreplace")


def canonical(question: Question) -> str:
    """The address that a page gives for itself."""
    key = f"{question.legislature}-{question.numero}QE"
    return f'<link rel="canonical" href="{SITE}/q{question.legislature}/{key}.htm">'


def dates(question: Question) -> list[tuple[str, date, int | None]]:
    """Labels of days, with their pages, as a table head has them."""
    found: list[tuple[str, date | None, int | None]] = [
        ("Question publiée au JO le :", question.date_question, question.page_question),
        ("Réponse publiée au JO le :", question.date_reponse, question.page_reponse),
        *(("Date de changement d'attribution:", a.date, None) for a in question.attributions),
        ("Date de signalement :", question.signalement, None),
        *(("Date de renouvellement:", day, None) for day in question.renouvellements),
        *(("Erratum de la réponse publié au JO le :", day, None) for day in question.errata),
    ]
    return [(label, day, page) for label, day, page in found if day]


def closing(question: Question) -> str:
    """`Question retirée le: 20/06/2017 (fin de mandat)`, or nothing."""
    if question.date_cloture is None:
        return ""
    return f"Question retirée le: {numeric(question.date_cloture)} ({text(question.motif_cloture)})"


def table_head(question: Question, *, hooks: bool) -> str:
    """The page of the 14th and 15th; without ``hooks`` its texts say by nothing what they are."""
    subject = (
        [("Tête d'analyse", question.tete_analyse), ("Analyse", question.analyse)]
        if question.tete_analyse
        else [("Titre", question.titre)]
    )
    days = "".join(
        f'<div>{text(label)} <span class="question_big_content">{numeric(day)}</span>'
        + (f" page : <span>{page}</span>" if page else "")
        + "</div>\n"
        for label, day, page in dates(question)
    )
    if question.date_cloture:
        days += f"<div>{closing(question)}</div>"
    columns = "".join(
        f'<div class="question_col33"><p><strong>{text(label)}</strong> &gt; {text(value)}</p></div>'
        for label, value in [("Rubrique", question.rubrique), *subject]
    )
    answer = as_html(question.reponse)
    held = f'<div class="reponse_contenu">{answer}</div>' if hooks else f"<p>{answer}</p>"
    if question.etat != "repondue_sans_texte":  # a pending one has the heading and nothing below
        held = f'<div class="reponse"><h3>Texte de la réponse</h3>{held}</div>'
    else:
        held = ""
    return f"""{FRAME_ABOVE}<div id="contenu-page"><div class="contenu-principal clearfix">
<p>{question.legislature}ème législature</p>
<section class="question_header">
  <div id="question_col10" class="question_big_content">Question N° {question.numero}</div>
  <div id="question_col80">de <span class="question_big_content"><a href="/deputes/fiche/OMC_{question.acteur_ref}">
    {question.civilite}&nbsp;{text(question.auteur)}</a></span> ( {text(question.groupe)} - {text(question.departement)} )</div>
  <div class="question_big_content">Question écrite</div>
</section>
<section class="question_info"><div class="ministere">
  <div class="question_col50"><strong>Ministère interrogé &gt;</strong> {text(question.ministere_interroge)}</div>
  <div class="question_col50"><strong>Ministère attributaire &gt;</strong> {text(question.ministere_attributaire)}</div>
</div><div class="analyse_header">{columns}</div></section>
<div class="question_publish_date">{days}</div>
<section class="question_answer">
  <div class="question"><h3>Texte de la question</h3><p>{as_html(question.question)}</p></div>
  {held}
</section></div></div>{FRAME_BELOW}"""


def older_head(question: Question) -> str:
    """The same of the 13th: spans, breaks, and the withdrawal told twice."""
    days = "<br />".join(
        f"{text(label)} {numeric(day)}" + (f" page : {page}" if page else "")
        for label, day, page in dates(question)
    )
    once_more = ""
    if question.date_cloture:
        days += f"<br />{closing(question)}"
        first, _, reason = closing(question).partition(" (")
        once_more = f'<p>{first} <span class="contenu">({reason}</span></p>'
    answer = ""
    if question.reponse:
        answer = f"""<div class="titre"><h2>Texte de la réponse</h2></div>
<div class="contenutexte">{as_html(question.reponse)}<br /></div>"""
    facts = "".join(
        f'<tr><td>{text(label)} &gt; <span class="contenu">{text(value)}</span></td></tr>\n'
        for label, value in [
            ("Ministère interrogé", question.ministere_interroge),
            ("Ministère attributaire", question.ministere_attributaire),
            ("Rubrique", question.rubrique),
            ("Tête d'analyse", question.tete_analyse),
            ("Analyse", question.analyse),
        ]
    )
    return f"""{FRAME_ABOVE}<div id="printtop"><b>{question.legislature}ème législature</b></div>
<table><tr><td>Question N° : <b>{question.numero}</b></td>
<td>de <b>{question.civilite}&nbsp;{text(question.auteur)}</b> ( {text(question.groupe)} - {text(question.departement)} )</td>
<td>Question écrite</td></tr></table>
<table>{facts}</table><table><tr><td>{days}</td></tr></table>
<div class="titre"><h2>Texte de la question</h2></div>
<div class="contenutexte">{as_html(question.question)}<br /></div>
{answer}{once_more}{FRAME_BELOW}"""


def rows(question: Question, name: str) -> list[tuple[str, str]]:
    """Labels and values of the oldest table, as text; the texts are not among them."""
    found = [
        (
            f"Question N° : {question.numero}",
            f"de {name} ( {question.groupe} - {question.departement} )",
        ),
        ("Ministère interrogé :", question.ministere_interroge or ""),
        ("Ministère attributaire :", question.ministere_attributaire or ""),
    ]
    for label, day, page in dates(question):
        found.append(("", f"{label} {numeric(day)}" + (f"  page : {page}" if page else "")))
    if question.date_cloture:
        found.append(("", closing(question)))
    return [
        *found,
        ("Rubrique :", question.rubrique or ""),
        ("Tête d'analyse :", question.tete_analyse or ""),
        ("Analyse :", question.analyse or ""),
    ]


def full_table(question: Question, name: str, *, closed: bool) -> str:
    """The oldest pages: a table, whose cells may not be ``closed``."""
    end_cell, end_row = ("</td>", "</tr>") if closed else ("", "")
    body = "".join(
        f"<tr><td><b>{text(label) or '&nbsp;'}</b>{end_cell}<td>{text(value)}{end_cell}{end_row}\n"
        for label, value in rows(question, name)
    )
    texts = [("Texte de la QUESTION :", question.question)]
    if question.reponse:
        texts.append(("Texte de la REPONSE :", question.reponse))
    body += "".join(
        f"<tr><td valign=top>{label}{end_cell}<td>{as_html(paragraphs)}{end_cell}{end_row}\n"
        for label, paragraphs in texts
    )
    return f"""<center><img src=logo.gif></center>
<font size=2>{question.legislature}ème législature</font>
<table border=0 cellpadding=2>{body}</table>{FRAME_BELOW}"""


def full_table_as_text(question: Question, name: str, form: str) -> str:
    """The same, copied: cells parted by ``tabs`` or ``bars``, or each on a ``line``."""
    texts = [("Texte de la QUESTION :", question.question)]
    if question.reponse:
        texts.append(("Texte de la REPONSE :", question.reponse))
    cells = rows(question, name) + [
        (label, "\n\n".join(paragraphs).replace("\\*", "*")) for label, paragraphs in texts
    ]
    cell = {"tabs": "{}\t{}", "bars": "| {} | {} |", "lines": "{}\n{}"}[form]
    lines = [cell.format(*row) for row in cells]
    return "\n".join([f"{question.legislature}ème législature", *lines]) + "\n"


def current_page(question: Question, name: str, *, hooks: bool) -> str:
    """The page of today."""
    small = ' class="_pa-small"' if hooks else ""
    deputy = f'<a class="link" href="https://www.assemblee-nationale.fr/dyn/deputes/{question.acteur_ref}">{text(name)}</a>'
    place = f"{question.circonscription or ''} - {question.groupe}".strip()
    answer = ""
    if question.reponse and question.date_reponse:
        answer = f"""<div class="_colored-ultralightgrey"><h2>Réponse publiée le {written(question.date_reponse)}</h2>
<p{small}>{as_html(question.reponse)}</p></div>"""
    facts = [
        ("Type de question", "Question écrite"),
        ("Rubrique", question.rubrique),
        ("Ministère interrogé", question.ministere_interroge),
    ]
    lines = "".join(f"<p>{label} : <span>{text(value)}</span></p>\n" for label, value in facts)
    days = "".join(
        f'<span class="_regular">{what} publiée le <a class="link" href="#jo">{written(day)}</a></span>'
        for what, day in (("Question", question.date_question), ("Réponse", question.date_reponse))
        if day
    )
    if question.signalement:
        day = written(question.signalement)
        lines += f"<p>Signalement : <span>Question signalée au Gouvernement le {day}</span></p>"
    closed = ""
    if question.date_cloture:
        closed = f"<p>Date de cloture :<br>{written(question.date_cloture)}<br>{text(question.motif_cloture)}</p>"
    return f"""{FRAME_ABOVE}<main><h1>Question écrite n° {question.numero} :<br> {text(question.titre)}</h1>
<p>{question.legislature}e Législature</p>
<div><span>Question de :</span> <br>{deputy}<br><span>{text(place)}</span></div>
<div class="_colored-primary"></div><p{small}>{as_html(question.question)}</p>
{answer}<section><h2>Données clés</h2><p>Auteur : {deputy}</p>
{lines}<p id="blocMinistereAttributaire">Ministère répondant : <span>{text(question.ministere_attributaire)}</span></p>
<p>{"Dates" if question.date_reponse else "Date"} :</p><div>{days}</div>{closed}</section>
<button>Imprimer</button><div class="share">partager</div></main>{FRAME_BELOW}"""
