"""The words of a redline's own furniture, by language: a row for each; English where there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RedlineWords:
    """What a redline says of itself. `inserted` and the like are read out before and after what is marked.

    `lang` is the language that it is said in.
    """

    lang: str = "en"
    title: str = "What has changed"
    between: str = "From {old} to {new}."
    legend: str = "New words are underlined, deleted ones struck through; a bar in the margin stands beside every change. What has moved is underlined twice in its new place."
    inserted: str = "inserted:"
    inserted_end: str = "end of insertion"
    deleted: str = "deleted:"
    deleted_end: str = "end of deletion"
    moved_here: str = "moved to here:"
    moved_away: str = "moved from here:"
    note: str = "Note"
    alternative: str = "Alternative text"
    page_break: str = "Page break"
    particulars: str = "Particulars"
    before: str = "Before"
    after: str = "After"
    section: str = "Section"
    where: str = "Where"
    front: str = "Key points and summary"
    words_in: str = "Words in"
    words_out: str = "Words out"
    kinds: str = "Changes"
    numbers: str = "Numbers that have changed"
    added: str = "added"
    removed: str = "removed"
    edited: str = "edited"
    moved: str = "moved"
    whole: str = "The whole report"


ENGLISH = RedlineWords()
FRENCH = RedlineWords(
    lang="fr",
    title="Ce qui a changé",
    between="De {old} à {new}.",
    legend="Les mots nouveaux sont soulignés, les mots supprimés barrés ; un trait dans la marge accompagne chaque changement. Ce qui a été déplacé est souligné deux fois à sa nouvelle place.",
    inserted="ajouté :",
    inserted_end="fin de l’ajout",
    deleted="supprimé :",
    deleted_end="fin de la suppression",
    moved_here="déplacé ici :",
    moved_away="déplacé d’ici :",
    note="Note",
    alternative="Texte de remplacement",
    page_break="Saut de page",
    particulars="Données du rapport",
    before="Avant",
    after="Après",
    section="Section",
    where="Où",
    front="Points clés et résumé",
    words_in="Mots ajoutés",
    words_out="Mots supprimés",
    kinds="Changements",
    numbers="Nombres modifiés",
    added="ajout(s)",
    removed="suppression(s)",
    edited="modification(s)",
    moved="déplacement(s)",
    whole="Tout le rapport",
)
GERMAN = RedlineWords(
    lang="de",
    title="Was sich geändert hat",
    between="Von {old} zu {new}.",
    legend="Neue Wörter sind unterstrichen, gestrichene durchgestrichen; neben jeder Änderung steht ein Strich am Rand. Was verschoben wurde, ist an seinem neuen Ort doppelt unterstrichen.",
    inserted="eingefügt:",
    inserted_end="Ende der Einfügung",
    deleted="gestrichen:",
    deleted_end="Ende der Streichung",
    moved_here="hierher verschoben:",
    moved_away="von hier verschoben:",
    note="Anmerkung",
    alternative="Alternativtext",
    page_break="Seitenumbruch",
    particulars="Angaben zum Bericht",
    before="Vorher",
    after="Nachher",
    section="Abschnitt",
    where="Wo",
    front="Kernpunkte und Zusammenfassung",
    words_in="Wörter neu",
    words_out="Wörter gestrichen",
    kinds="Änderungen",
    numbers="Geänderte Zahlen",
    added="eingefügt",
    removed="gestrichen",
    edited="geändert",
    moved="verschoben",
    whole="Der ganze Bericht",
)
SPANISH = RedlineWords(
    lang="es",
    title="Qué ha cambiado",
    between="De {old} a {new}.",
    legend="Las palabras nuevas están subrayadas y las suprimidas, tachadas; una barra al margen acompaña cada cambio. Lo que se ha trasladado lleva doble subrayado en su nuevo lugar.",
    inserted="añadido:",
    inserted_end="fin de lo añadido",
    deleted="suprimido:",
    deleted_end="fin de lo suprimido",
    moved_here="trasladado aquí:",
    moved_away="trasladado desde aquí:",
    note="Nota",
    alternative="Texto alternativo",
    page_break="Salto de página",
    particulars="Datos del informe",
    before="Antes",
    after="Después",
    section="Sección",
    where="Dónde",
    front="Puntos clave y resumen",
    words_in="Palabras añadidas",
    words_out="Palabras suprimidas",
    kinds="Cambios",
    numbers="Cifras que han cambiado",
    added="añadido(s)",
    removed="suprimido(s)",
    edited="modificado(s)",
    moved="trasladado(s)",
    whole="Todo el informe",
)
LANGUAGES: dict[str, RedlineWords] = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH}


def redline_words(lang: str) -> RedlineWords:
    """Return the words of a language, by its tag (BCP 47)."""
    return LANGUAGES.get(lang.lower().split("-")[0], ENGLISH)
