"""The words of English, German and Dutch."""

from report.model.words.table import Words

# fmt: off
ROWS = (
    Words(
        lang="en", quotes=("“", "”"), capital_references=True,
        figure="Figure", table="Table", equation="Equation", section="Section", appendix="Appendix", page="page",
        figures="Figures", tables="Tables", contents="Contents", key_points="Key points", summary="Summary",
        references="References", notes="Notes", glossary="Glossary", index="Index", see="see", see_also="see also",
        data_of="Data for {}", source="Source: {}", note_number="Note", back_to_text="back to text", cover="Cover",
        title_page="Title page", landmarks="Landmarks", page_list="Pages", start="Start of the text", by="By",
        version="Version", licence="Licence", identifier="Identifier", how_to_cite="How to cite",
        recipient="To", sender="From", copies="Copies", date="Date",
        published="Published", qr_code="QR code", set_in="Set in", draft="Draft: not for citation",
        superseded="Superseded by a later version", withdrawn="Withdrawn", embargo="Under embargo until",
        code="Code", of="of", note="Note", tip="Tip", important="Important", warning="Warning", caution="Caution",
    ),
    Words(
        lang="de", quotes=("„", "“"), capital_references=True, capital_nouns=True,
        figure="Abbildung", table="Tabelle", equation="Gleichung", section="Abschnitt", appendix="Anhang",
        page="Seite", figures="Abbildungen", tables="Tabellen", contents="Inhalt", key_points="Kernpunkte",
        summary="Zusammenfassung", references="Literatur", notes="Anmerkungen", glossary="Glossar",
        index="Register", see="siehe", see_also="siehe auch", data_of="Daten zu {}", source="Quelle: {}", note_number="Anmerkung",
        back_to_text="zurück zum Text", cover="Umschlag", title_page="Titelseite",
        landmarks="Orientierungspunkte", page_list="Seiten", start="Textbeginn", by="Von", version="Version",
        licence="Lizenz", identifier="Kennung", how_to_cite="Zitiervorschlag", published="Veröffentlicht",
        recipient="An", sender="Von", copies="Kopie", date="Datum",
        qr_code="QR-Code", set_in="Gesetzt aus", draft="Entwurf: nicht zitieren", superseded="Durch eine spätere Version ersetzt",
        withdrawn="Zurückgezogen", embargo="Sperrfrist bis", code="Code", of="von",
        note="Hinweis", tip="Tipp", important="Wichtig", warning="Warnung", caution="Vorsicht",
    ),
    Words(
        lang="nl", quotes=("‘", "’"),
        figure="Figuur", table="Tabel", equation="Vergelijking", section="Paragraaf", appendix="Bijlage",
        page="pagina", figures="Figuren", tables="Tabellen", contents="Inhoud", key_points="Hoofdpunten",
        summary="Samenvatting", references="Literatuur", notes="Noten", glossary="Begrippenlijst",
        index="Register", see="zie", see_also="zie ook", data_of="Gegevens bij {}", source="Bron: {}", note_number="Noot",
        back_to_text="terug naar de tekst", cover="Omslag", title_page="Titelpagina",
        landmarks="Oriëntatiepunten", page_list="Pagina’s", start="Begin van de tekst", by="Door", version="Versie",
        licence="Licentie", identifier="Identificatie", how_to_cite="Aanbevolen bronvermelding",
        recipient="Aan", sender="Van", copies="Kopie", date="Datum",
        published="Gepubliceerd", qr_code="QR-code", set_in="Gezet uit de", draft="Concept: niet citeren",
        superseded="Vervangen door een latere versie", withdrawn="Ingetrokken", embargo="Onder embargo tot",
        code="Code", of="van", note="Opmerking", tip="Tip", important="Belangrijk", warning="Waarschuwing",
        caution="Let op",
    ),
)
