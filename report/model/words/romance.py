"""The words of French, Spanish, Portuguese and Italian."""

from report.model.words.table import Words

THIN, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"

# fmt: off
ROWS = (
    Words(
        lang="fr", quotes=(f"«{THIN}", f"{THIN}»"),
        figure="Figure", table="Tableau", equation="Équation", section="Section", appendix="Annexe", page="page",
        figures="Table des figures", tables="Liste des tableaux", contents="Sommaire", key_points="Points clés",
        summary="Résumé", references="Références", notes="Notes", glossary="Glossaire", index="Index", see="voir",
        see_also="voir aussi", data_of=f"Données{FIXED}: {{}}", source=f"Source{FIXED}: {{}}", note_number="Note", back_to_text="retour au texte",
        cover="Couverture", title_page="Page de titre", landmarks="Repères", page_list="Pages",
        start="Début du texte", by="Par", version="Version", licence="Licence", identifier="Identifiant",
        recipient="Destinataires", sender="Expéditeur", copies="Copie", date="Date",
        how_to_cite="Pour citer", published="Publié", qr_code="Code QR", set_in="Composé en", draft=f"Projet{FIXED}: ne pas citer",
        superseded="Remplacé par une version ultérieure", withdrawn="Retiré", embargo="Sous embargo jusqu’au",
        code="Code", of="sur", note="Note", tip="Conseil", important="Important", warning="Avertissement",
        caution="Attention",
    ),
    Words(
        lang="es", quotes=("«", "»"),
        figure="Figura", table="Cuadro", equation="Ecuación", section="Sección", appendix="Anexo", page="página",
        figures="Índice de figuras", tables="Índice de cuadros", contents="Índice", key_points="Puntos clave",
        summary="Resumen", references="Referencias", notes="Notas", glossary="Glosario", index="Índice analítico",
        see="véase", see_also="véase también", data_of="Datos: {}", source="Fuente: {}", note_number="Nota",
        back_to_text="volver al texto", cover="Cubierta", title_page="Portada", landmarks="Puntos de referencia",
        page_list="Páginas", start="Comienzo del texto", by="Por", version="Versión", licence="Licencia",
        recipient="Para", sender="De", copies="Copia", date="Fecha",
        identifier="Identificador", how_to_cite="Cómo citar", published="Publicado", qr_code="Código QR", set_in="Compuesto en",
        draft="Borrador: no citar", superseded="Sustituido por una versión posterior", withdrawn="Retirado",
        embargo="Embargado hasta el", code="Código", of="de", note="Nota", tip="Consejo", important="Importante",
        warning="Advertencia", caution="Precaución",
    ),
    Words(
        lang="pt", quotes=("“", "”"),
        figure="Figura", table="Tabela", equation="Equação", section="Seção", appendix="Anexo", page="página",
        figures="Lista de figuras", tables="Lista de tabelas", contents="Sumário", key_points="Pontos principais",
        summary="Resumo", references="Referências", notes="Notas", glossary="Glossário", index="Índice remissivo",
        see="ver", see_also="ver também", data_of="Dados: {}", source="Fonte: {}", note_number="Nota", back_to_text="voltar ao texto",
        cover="Capa", title_page="Folha de rosto", landmarks="Pontos de referência", page_list="Páginas",
        start="Início do texto", by="Por", version="Versão", licence="Licença", identifier="Identificador",
        recipient="Para", sender="De", copies="Cópia", date="Data",
        how_to_cite="Como citar", published="Publicado", qr_code="Código QR", set_in="Composto em", draft="Rascunho: não citar",
        superseded="Substituído por uma versão posterior", withdrawn="Retirado", embargo="Sob embargo até",
        code="Código", of="de", note="Nota", tip="Dica", important="Importante", warning="Advertência",
        caution="Cuidado",
    ),
    Words(
        lang="it", quotes=("«", "»"),
        figure="Figura", table="Tabella", equation="Equazione", section="Sezione", appendix="Appendice",
        page="pagina", figures="Indice delle figure", tables="Indice delle tabelle", contents="Indice",
        key_points="Punti chiave", summary="Sintesi", references="Riferimenti bibliografici", notes="Note",
        glossary="Glossario", index="Indice analitico", see="vedi", see_also="vedi anche", data_of="Dati: {}",
        source="Fonte: {}", note_number="Nota", back_to_text="torna al testo", cover="Copertina", title_page="Frontespizio",
        landmarks="Punti di riferimento", page_list="Pagine", start="Inizio del testo", by="Di",
        version="Versione", licence="Licenza", identifier="Identificativo", how_to_cite="Come citare",
        recipient="A", sender="Da", copies="Copia", date="Data",
        published="Pubblicato", qr_code="Codice QR", set_in="Composto in", draft="Bozza: non citare",
        superseded="Sostituito da una versione successiva", withdrawn="Ritirato", embargo="Sotto embargo fino al",
        code="Codice", of="di", note="Nota", tip="Suggerimento", important="Importante", warning="Avvertenza",
        caution="Attenzione",
    ),
)
