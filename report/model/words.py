"""The words that a report's furniture needs, in the languages that we set; others fall back to English."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. `quotes` are the outer quotation marks, opening and closing."""

    lang: str
    quotes: tuple[str, str]
    figure: str
    table: str
    equation: str
    section: str
    page: str
    appendix: str
    contents: str
    key_points: str
    summary: str
    references: str
    notes: str
    note_number: str
    back_to_text: str
    cover: str
    title_page: str
    landmarks: str
    page_list: str
    start: str
    by: str
    version: str
    licence: str
    identifier: str
    how_to_cite: str
    published: str
    set_in: str
    draft: str
    superseded: str
    withdrawn: str
    embargo: str
    code: str
    of: str
    note: str
    tip: str
    important: str
    warning: str
    caution: str
    figures: str = "Figures"
    tables: str = "Tables"
    glossary: str = "Glossary"
    index: str = "Index"
    see: str = "see"
    see_also: str = "see also"
    data_of: str = "Data for {}"
    source: str = "Source"


ENGLISH = Words(
    "en", ("“", "”"), "Figure", "Table", "Equation", "Section", "page", "Appendix", "Contents", "Key points",
    "Summary", "References", "Notes", "Note", "back to text", "Cover", "Title page", "Landmarks", "Pages",
    "Start of the text", "By", "Version", "Licence", "Identifier", "How to cite", "Published", "Set in",
    "Draft: not for citation", "Superseded by a later version", "Withdrawn", "Under embargo until", "Code",
    "of", "Note", "Tip", "Important", "Warning", "Caution",
)  # fmt: skip
FRENCH = Words(
    "fr", ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"), "Figure", "Tableau", "Équation", "Section", "page", "Annexe", "Sommaire", "Points clés",
    "Résumé", "Références", "Notes", "Note", "retour au texte", "Couverture", "Page de titre", "Repères", "Pages",
    "Début du texte", "Par", "Version", "Licence", "Identifiant", "Pour citer", "Publié", "Composé en",
    "Projet\N{NO-BREAK SPACE}: ne pas citer", "Remplacé par une version ultérieure", "Retiré", "Sous embargo jusqu’au", "Code",
    "sur", "Note", "Conseil", "Important", "Avertissement", "Attention",
)  # fmt: skip
GERMAN = Words(
    "de", ("„", "“"), "Abbildung", "Tabelle", "Gleichung", "Abschnitt", "Seite", "Anhang", "Inhalt", "Kernpunkte",
    "Zusammenfassung", "Literatur", "Anmerkungen", "Anmerkung", "zurück zum Text", "Umschlag", "Titelseite",
    "Orientierungspunkte", "Seiten", "Textbeginn", "Von", "Version", "Lizenz", "Kennung", "Zitiervorschlag",
    "Veröffentlicht", "Gesetzt aus", "Entwurf: nicht zitieren", "Durch eine spätere Version ersetzt",
    "Zurückgezogen", "Sperrfrist bis", "Code", "von", "Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht",
)  # fmt: skip
SPANISH = Words(
    "es", ("«", "»"), "Figura", "Cuadro", "Ecuación", "Sección", "página", "Anexo", "Índice", "Puntos clave",
    "Resumen", "Referencias", "Notas", "Nota", "volver al texto", "Cubierta", "Portada", "Puntos de referencia",
    "Páginas", "Comienzo del texto", "Por", "Versión", "Licencia", "Identificador", "Cómo citar", "Publicado",
    "Compuesto en", "Borrador: no citar", "Sustituido por una versión posterior", "Retirado", "Embargado hasta",
    "Código", "de", "Nota", "Consejo", "Importante", "Advertencia", "Precaución",
)  # fmt: skip
LANGUAGES = {words.lang: words for words in (ENGLISH, FRENCH, GERMAN, SPANISH)}
CALLOUTS = tuple(field.name for field in fields(Words))[-13:-8]


def words_for(lang: str) -> Words:
    """Return the words of a BCP 47 tag's language, English where we have none."""
    return LANGUAGES.get(lang.split("-", maxsplit=1)[0].lower(), ENGLISH)
