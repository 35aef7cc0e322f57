"""A short report in each language that we have words for: its words, its date, its direction, its letters."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from lxml import etree

from report.compose.master import compose
from report.editions.pdf.weasy.render import render_part
from report.fonts import configuration_for, face_path, remedy, scripts, stacks
from report.fonts.faces import large_faces, usual_faces
from report.model.locales import format_day, format_moment, format_number
from report.model.parts import PartSource
from report.model.words import LANGUAGES, words_for
from report.pipeline.build import build_editions
from report.read.manuscript import read_manuscript
from report.resolve.manuscript import resolve
from report.themes.css_adapt import fit, mirror
from report.themes.theme import find_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from report.read.project import Project

XHTML = {"x": "http://www.w3.org/1999/xhtml"}
RIGHT_TO_LEFT = {"ar", "he", "fa"}
LAID_OUT = ("tr", "vi", "he", "fa", "zh", "ko", "th")  # the samples show more
TEXTS = {  # a title, a heading and a sentence
    "en": ("Small ports", "Findings", "Power failed for nine hours, and work stopped."),
    "de": ("Kleine Häfen", "Befunde", "Der Strom fiel neun Stunden lang aus, und größere Kräne standen still."),
    "nl": ("Kleine havens", "Bevindingen", "De stroom viel negen uur uit; het laden lag stil."),
    "fr": ("Les petits ports", "Constats", "Le courant a manqué neuf heures : l’œuvre s’arrêta."),
    "es": ("Puertos pequeños", "Hallazgos", "La luz faltó nueve horas. ¿Qué pasó? El trabajo paró."),
    "pt": ("Portos pequenos", "Constatações", "A energia faltou nove horas, e a operação parou."),
    "it": ("I piccoli porti", "Risultati", "La corrente mancò per nove ore: perciò il lavoro si fermò."),
    "pl": ("Małe porty", "Wyniki", "Prądu nie było przez dziewięć godzin, więc źródła ładunków stanęły."),
    "ru": ("Малые порты", "Выводы", "Электричества не было девять часов, и погрузка остановилась."),
    "uk": ("Малі порти", "Висновки", "Електрики не було дев’ять годин, і ґанок порту спорожнів; її чекали."),
    "tr": ("Küçük limanlar", "Bulgular", "Elektrik dokuz saat kesildi; İskenderun’da iş ışıksız kaldı, yük bağlandı."),
    "ar": ("الموانئ الصغيرة", "النتائج", "انقطعت الكهرباء تسع ساعات، وتوقف العمل."),
    "he": ("נמלים קטנים", "ממצאים", "החשמל נפסק לתשע שעות, והעבודה בנמל נעצרה."),
    "fa": ("بندرهای کوچک", "یافته‌ها", "برق نه ساعت قطع شد و کار در اسکله متوقف گردید؛ پیچیده و ژرف."),
    "zh": ("小型港口", "发现", "停电持续了九个小时，装卸作业“全部”停止。"),
    "zh-Hant": ("小型港口", "發現", "停電持續了九個小時，裝卸作業「全部」停止。"),
    "ja": ("小さな港", "分かったこと", "停電は九時間続き、荷役は「すべて」止まった。"),
    "ko": ("작은 항만", "조사 결과", "정전이 아홉 시간 동안 이어졌고 하역 작업이 멈추었다."),
    "id": ("Pelabuhan kecil", "Temuan", "Listrik padam selama sembilan jam, dan bongkar muat berhenti."),
    "ms": ("Pelabuhan kecil", "Dapatan", "Bekalan elektrik terputus selama sembilan jam, lalu kerja terhenti."),
    "vi": ("Những cảng nhỏ", "Kết quả", "Điện mất suốt chín giờ, việc bốc dỡ phải dừng; cảng đã chờ nhiều ngày nữa."),
    "th": ("ท่าเรือขนาดเล็ก", "สิ่งที่พบ", "ไฟฟ้าดับนานเก้าชั่วโมง ทำให้การขนถ่ายสินค้าหยุดชะงักทั้งหมดและต้องรอจนถึงวันรุ่งขึ้น"),
}
SHARED = {  # words that are the same in English, and no mistake
    "de": {"version", "code"},
    "nl": {"tip", "code"},
    "fr": {"date", "figure", "section", "page", "notes", "index", "note_number", "page_list", "version", "licence", "code", "note", "important"},
    "id": set(),
}  # fmt: skip
FACTS = {"lang", "quotes", "comma", "stop", "label_end", "capital_references", "capital_nouns", "abbreviated"}
BODY = """# {heading} {{#sec-one}}

{sentence}[^1]

| A | B |
|---|--:|
| 1 | 2 |

: {title} {{#tbl-one}}

[@Tbl-one], [@tbl-one], [@sec-one]. **{title}** *{heading}*

[^1]: {sentence}
"""


@pytest.fixture
def write(make_project: Callable[..., Project]) -> Callable[[str], Project]:
    def make(lang: str) -> Project:
        title, heading, sentence = TEXTS[lang]
        head = f"title: {title}\ndate: 2025-07-14\nlang: {lang}\nversion: '1'\nidentifier: urn:isbn:9780000000002\n"
        text = BODY.format(title=title, heading=heading, sentence=sentence)
        return make_project({"report.yaml": head, "10-introduction.md": text})

    return make


def set_master(project: Project) -> etree._Element:
    manuscript, found = read_manuscript(project, project.report("brief"))
    resolved, more = resolve(manuscript, project)
    master, rest = compose(resolved, find_theme(project.root, "briefing"))
    assert [str(finding) for finding in (*found, *more, *rest)] == []
    return etree.fromstring(master.html)


def text_of(root: etree._Element, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in root.iterfind(path, XHTML)]


@pytest.mark.parametrize("lang", TEXTS)
def test_a_report_has_the_words_the_date_and_the_direction_of_its_language(
    lang: str, write: Callable[[str], Project]
) -> None:
    page, words = set_master(write(lang)), words_for(lang)
    assert page.get("dir") == ("rtl" if lang in RIGHT_TO_LEFT else None)
    assert text_of(page, ".//x:nav/x:h2") == [words.contents]
    assert text_of(page, ".//x:section[@class='notes']/x:h2") == [words.notes]
    assert text_of(page, ".//x:time") == [format_day(date(2025, 7, 14), lang)]
    assert text_of(page, ".//x:caption//x:span[@class='label']") == [words.label("tbl", "1") + words.label_stop]
    capital, running, section = text_of(page, ".//x:a[@class='cross-ref']")
    assert (capital, running) == (words.reference("tbl", "1", capital=True), words.reference("tbl", "1"))
    assert section == f"{words.quotes[0]}{TEXTS[lang][1]}{words.quotes[1]}"
    assert words.how_to_cite in text_of(page, ".//x:footer")[0]


@pytest.mark.parametrize("lang", LAID_OUT)
def test_the_pages_show_every_letter_of_a_language(lang: str, write: Callable[[str], Project], tmp_path: Path) -> None:
    project = write(lang)
    result = build_editions(project, project.report("brief"), ("pdf",), tmp_path)
    assert [str(finding) for finding in result.findings] == []
    document = pypdfium2.PdfDocument(tmp_path / "brief" / "brief.pdf")
    shown = "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    document.close()
    for word in TEXTS[lang][2].split():
        assert word.strip("؛،,;.") in shown, word


@pytest.mark.parametrize("lang", [lang for lang in TEXTS if lang not in LAID_OUT])
def test_the_faces_have_every_letter_of_a_language(lang: str) -> None:
    import uharfbuzz

    words = "".join(str(getattr(words_for(lang), field.name)) for field in fields(words_for(lang)))
    wanted = {ord(char) for char in "".join(TEXTS[lang]) + words} - {0x20, 0xA0, 0x202F}
    faces: tuple[str, ...] = ("Source Serif 4", "Source Sans 3")
    if lang in {"ja", "zh-Hant"}:
        faces = ("Noto Sans CJK",)
    for family in faces:
        held = set()
        for face in {family, "Source Sans 3", "IBM Plex Sans Arabic"} if lang in {"ar", "ja", "zh-Hant"} else {family}:
            held |= set(uharfbuzz.Face(face_path(face).read_bytes()).unicodes)
        assert {chr(char) for char in wanted - held} == set(), family


# --- The table of words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_missing_or_left_in_english(lang: str) -> None:
    words, english = LANGUAGES[lang], LANGUAGES["en"]
    names = [field.name for field in fields(words) if field.name not in FACTS]
    assert [name for name in names if not getattr(words, name).strip()] == []
    same = {name for name in names if getattr(words, name).lower() == getattr(english, name).lower()}
    assert lang == "en" or same == SHARED.get(lang, set())


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ("Figure\u00a02", "Table\u00a02", "Equation\u00a0(2)", "Section\u00a02.1", "Appendix\u00a0A")),
        ("fr", ("figure\u00a02", "tableau\u00a02", "équation\u00a0(2)", "section\u00a02.1", "annexe\u00a0A")),
        ("de", ("Abbildung\u00a02", "Tabelle\u00a02", "Gleichung\u00a0(2)", "Abschnitt\u00a02.1", "Anhang\u00a0A")),
        ("ru", ("рис.\u00a02", "табл.\u00a02", "ур.\u00a0(2)", "разд.\u00a02.1", "прил.\u00a0A")),
        ("ja", ("図2", "表2", "式(2)", "第2.1節", "付録A")),
        ("zh-TW", ("圖2", "表2", "式(2)", "第2.1節", "附錄A")),
        ("ko", ("그림\u00a02", "표\u00a02", "식\u00a0(2)", "2.1절", "부록\u00a0A")),
        ("ar", ("الشكل\u00a02", "الجدول\u00a02", "المعادلة\u00a0(2)", "القسم\u00a02.1", "الملحق\u00a0A")),
    ],
)
def test_a_reference_is_written_as_the_language_does(lang: str, expected: tuple[str, ...]) -> None:
    numbers = {"fig": "2", "tbl": "2", "eq": "(2)", "sec": "2.1", "appendix": "A"}
    assert tuple(words_for(lang).reference(kind, number) for kind, number in numbers.items()) == expected


def test_a_reference_at_the_beginning_of_a_sentence_has_a_capital() -> None:
    assert words_for("fr").reference("eq", "(2)", capital=True) == "Équation\u00a0(2)"
    assert words_for("uk").reference("fig", "2", capital=True) == "Рис.\u00a02"
    assert words_for("ja").reference("fig", "2", capital=True) == "図2"


def test_words_are_chosen_by_language_script_and_region() -> None:
    chosen = {"zh": "zh", "zh-CN": "zh", "zh-Hans-HK": "zh", "zh-HK": "zh-Hant", "zh-hant": "zh-Hant"}
    chosen |= {"pt-BR": "pt", "iw": "he", "de-1996": "de", "sv": "en", "sr-Latn": "en"}
    assert {tag: words_for(tag).lang for tag in chosen} == chosen


# --- Dates and numbers


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en-GB", ("−1,234,567.80", "12.5%", "15 July 2025, 06:00 (UTC+08:00)")),
        ("fr", ("−1\u202f234\u202f567,80", "12,5\u00a0%", "15 juillet 2025, 06:00 (UTC+08:00)")),
        ("de-CH", ("−1’234’567.80", "12.5%", "15. Juli 2025, 06:00 (UTC+08:00)")),
        ("tr", ("−1.234.567,80", "%12,5", "15 Temmuz 2025 06:00 (UTC+08:00)")),
        ("hi", ("−12,34,567.80", "12.5%", "15 जुलाई 2025, 6:00 am (UTC+08:00)")),
        ("he", ("\u200e−1,234,567.80", "12.5%", "15 ביולי 2025, 6:00 (UTC+08:00)")),
        ("th", ("−1,234,567.80", "12.5%", "15 กรกฎาคม ค.ศ. 2025 06:00 (UTC+08:00)")),
        ("zh-Hant", ("−1,234,567.80", "12.5%", "2025年7月15日 清晨6:00 (UTC+08:00)")),
        ("en-x-house", ("−1,234,567.80", "12.5%", "July 15, 2025, 6:00\u202fAM (UTC+08:00)")),
    ],
)
def test_numbers_and_moments_are_written_as_the_language_does(lang: str, expected: tuple[str, ...]) -> None:
    moment = datetime.fromisoformat("2025-07-15T06:00:00+08:00")
    found = (format_number("-1234567.80", lang), format_number("12.5%", lang), format_moment(moment, lang))
    assert found == expected


@pytest.mark.parametrize("text", ["", "n/a", "007", "1e5", "1,234", "2025-07-14", "12 kB", "١٢"])
def test_what_is_no_plain_number_is_left_alone(text: str) -> None:
    assert format_number(text, "fr") == text


def test_digits_are_grouped_only_where_it_is_asked_for() -> None:
    assert format_number("1234.50", "de", group=False) == "1234,50"


# --- Style sheets and faces


def test_a_sheet_is_mirrored_for_a_language_that_runs_from_right_to_left() -> None:
    css = (
        "@page :left { margin: 1mm 2mm 3mm 4mm; @top-left { text-align: left } }\n"
        "p { padding-left: 1pt; float: left; background: var(--t) no-repeat 9pt 8pt / 1pt 1pt url(left.svg) }\n"
        ".align-right { text-align: right }\n"
    )
    assert mirror(css) == (
        "@page :right { margin: 1mm 4mm 3mm 2mm; @top-right { text-align: right } }\n"
        "p { padding-right: 1pt; float: right; background: var(--t) no-repeat right 9pt top 8pt / 1pt 1pt url(left.svg) }\n"
        ".align-right { text-align: right }\n"
    )
    assert mirror(mirror(css.replace("no-repeat 9pt", "repeat 9pt"))) == css.replace("no-repeat 9pt", "repeat 9pt")


def test_joined_letters_are_not_spread_and_a_sheet_for_latin_letters_stays_as_it_is() -> None:
    css = "h2 { letter-spacing: .07em; font-variant-caps: all-small-caps }\n"
    assert "letter-spacing: normal; font-variant-caps: normal" in fit(css, "ar")
    assert fit(css, "pl") == css


@pytest.mark.slow
def test_the_large_faces_are_looked_for_only_where_a_text_needs_them() -> None:
    assert configuration_for("Plain, “quoted” — ελληνικά, русский") != configuration_for("漢")
    assert {face.family for face in large_faces()}.isdisjoint(face.family for face in usual_faces())


def test_the_face_of_the_reports_language_stands_before_those_of_others() -> None:
    tokens = {"serif": '"House Serif"', "sans": '"House Sans"'}
    assert stacks(tokens, "he")["serif"].startswith('"House Serif", "Frank Ruhl Libre", "IBM')
    assert stacks(tokens, "ja")["serif"].startswith('"House Sans", "Noto Sans CJK", ')
    assert stacks(tokens, "zh")["sans"].startswith('"Noto Sans CJK Punctuation", "House Sans", ')


def test_a_character_has_the_form_that_its_language_gives_it() -> None:
    text = '<p lang="ja">直骨<span lang="zh-Hans">直骨</span><span lang="zh-Hant">直骨</span><span lang="ko">直骨</span></p>'
    html = f'<html xmlns="{XHTML["x"]}" lang="en"><head/><body>{text}</body></html>'
    part = render_part(PartSource("forms", html.encode(), 'p { font: 10pt "Noto Sans CJK" }', "en"))
    (face,) = part.faces
    assert face.file == "NotoSansCJK-400-Roman.otf"
    assert {form: sum(found == form for found, _ in face.glyphs.values()) for form in "直骨"} == {"直": 2, "骨": 3}


def test_what_to_install_for_a_character_is_told_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "_version", lambda _: "")
    characters = {
        "日": 'pip install "manimgx-fonts-cjk>=2026.9"',
        "한": 'pip install "manimgx-fonts-cjk>=2026.9"',
        "ש": 'pip install "fontpkg-frank-ruhl-libre>=6.4"',
    }
    characters |= {
        "ท": 'pip install "fontpkg-noto-sans-thai>=2.2"',
        "த": "pip install fontpkg-noto-sans-tamil",
        "𓀀": "",
    }
    assert {character: remedy(character) for character in characters} == characters
    monkeypatch.setattr(scripts, "_version", lambda _: "1.0")
    assert remedy("日") == ""
