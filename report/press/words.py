"""The line that numbers a copy, by language."""

from __future__ import annotations

LINES = {
    "en": "Copy {} of {}", "fr": "Exemplaire {} sur {}", "de": "Exemplar {} von {}", "es": "Ejemplar {} de {}",
    "pt": "Exemplar {} de {}", "it": "Copia {} di {}", "nl": "Exemplaar {} van {}", "pl": "Egzemplarz {} z {}",
    "ru": "Экземпляр {} из {}", "uk": "Примірник {} з {}", "tr": "Kopya {} / {}", "ar": "النسخة {} من {}",
    "he": "עותק {} מתוך {}", "fa": "نسخهٔ {} از {}", "zh": "第{}份 / 共{}份", "ja": "{}部目 / 全{}部", "ko": "{}부 / 총 {}부",
    "id": "Salinan {} dari {}", "ms": "Salinan {} daripada {}", "vi": "Bản {} / {}", "th": "สำเนาที่ {} จาก {}",
}  # fmt: skip
PLAIN = "{} / {}"


def copy_line(lang: str, number: int, of: int) -> str:
    """Say which copy of how many it is, in a language; in figures alone where we do not have its words."""
    return LINES.get(lang.split("-", maxsplit=1)[0].lower(), PLAIN).format(number, of)
