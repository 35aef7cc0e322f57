"""What a template makes is a page and nothing else: it declares nothing, runs nothing and reaches nothing outside."""

from __future__ import annotations

import pytest

from report.model.errors import BuildError
from report.pipeline.build import build_editions
from report.themes.theme import find_theme
from tests.common import HEAD

OPEN = '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>{{ meta.title }}</title></head><body>'
MAIN = "<main>{{ body }}</main>"
CLOSE = "</body></html>"
XLINK = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@pytest.fixture
def told(make_project, tmp_path):
    """Build a report with a template of its theme, and return the errors that are told; nothing may be written then."""

    def tell(template: str, name: str = "master.html.j2") -> list[str]:
        project = make_project({"report.yaml": f"{HEAD}theme: house\n"})
        folder = project.root / "styles" / "house"
        folder.mkdir(parents=True)
        (folder / name).write_text(template, encoding="utf-8")
        try:
            result = build_editions(project, project.report("brief"), ("epub", "html"), tmp_path / "out")
        except BuildError as error:
            findings = error.findings
        else:
            findings = result.findings
        errors = [str(finding) for finding in findings if finding.severity.value == "error"]
        assert (tmp_path / "out").exists() is not bool(errors)
        return errors

    return tell


@pytest.mark.slow
@pytest.mark.parametrize(
    "template",
    [
        OPEN + MAIN + CLOSE,
        "<!DOCTYPE html>\n" + OPEN + MAIN + CLOSE,
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n' + OPEN + MAIN + CLOSE,
        OPEN + '<p><a href="https://example.org/a?b=1:2">a</a> <a href="#title">b</a></p><h1 id="title">T</h1>' + MAIN + CLOSE,
    ],
)  # fmt: skip
def test_a_plain_page_is_fine(template, told):
    assert told(template) == []


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ('<!DOCTYPE html [<!ENTITY a "b">]>' + OPEN + "<p>&a;</p>" + MAIN + CLOSE, "declares more than <!DOCTYPE html>"),
        ('<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + OPEN + '<p title="&b;">c</p>' + MAIN + CLOSE, "declares more"),
        ('<!DOCTYPE html SYSTEM "file:///etc/passwd">' + OPEN + MAIN + CLOSE, "declares more"),
        ('<!-- <!DOCTYPE html> --><!DOCTYPE html [<!ENTITY a "b">]>' + OPEN + MAIN + CLOSE, "declares more"),
        ('<?xml version="1.0" encoding="utf-7"?>' + OPEN + MAIN + CLOSE, "declares more"),
        ('<?xml-stylesheet href="http://localhost:9/x.css"?>' + OPEN + MAIN + CLOSE, "declares more"),
        (OPEN + MAIN + "<?php phpinfo() ?>" + CLOSE, "declares more"),
        ("", "makes no well-formed page"),
        ("not a page", "makes no well-formed page"),
        (OPEN + "{{ '\\x00' }}" + MAIN + CLOSE, "makes no well-formed page"),
        (OPEN + "&nbsp;" + MAIN + CLOSE, "makes no well-formed page"),
        ("<p>{{ body }}</p>", "makes no html with a head and a body"),
        ("<html><head/><body>{{ body }}</body></html>", "makes no html with a head and a body"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "makes no html with a head and a body"),
        (OPEN + "<main></main>" + CLOSE, "has no place for the text"),
        (OPEN.replace("{{ meta.title }}", "{{ body }}") + "<main></main>" + CLOSE, "has no place for the text"),
        (OPEN + "<main><![CDATA[{{ body }}]]></main>" + CLOSE, "has no place for the text"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_told(template, what, told):
    (error,) = told(template)
    assert error.startswith(f"error H101: the template master.html.j2 {what}")


@pytest.mark.parametrize(
    "element",
    [
        '<img src="http://localhost:9/a.png" alt="a"/>',
        '<img src="//localhost:9/a.png" alt="a"/>',
        '<img src="\\\\localhost\\a.png" alt="a"/>',
        '<img src="/etc/passwd" alt="a"/>',
        '<img src=" ht&#9;tp://localhost:9/a.png" alt="a"/>',
        '<img src="file:///etc/passwd" alt="a"/>',
        '<link rel="icon" href="http://localhost:9/i.ico"/>',
        '<input type="image" src="http://localhost:9/i.png" alt="a"/>',
        '<a href="java&#10;script:alert(1)">a</a>',
        '<a href=" &#9;javascript:alert(1)">a</a>',
        '<a href="JAVASCRIPT:alert(1)">a</a>',
        '<a href="blob:abc">a</a>',
        '<a href="//localhost:9/">a</a>',
        f'<svg {XLINK}><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
        f'<svg {XLINK}><use xlink:href="http://localhost:9/a.svg#a"/></svg>',
        f'<svg {XLINK}><image href="http://localhost:9/a.png"/></svg>',
        '<meta http-equiv="refresh" content="0; url=http://localhost:9/"/>',
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<iframe src="a.html"/>',
        '<p onclick="alert(1)">a</p>',
    ],
)
def test_what_runs_or_reaches_outside_has_no_place_in_any_page(element, told):
    errors = told(OPEN + MAIN + element + CLOSE)
    assert errors
    assert {error[:12] for error in errors} == {"error H102: "}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("not a page", "H101"),
        (OPEN + "&nbsp;" + CLOSE, "H101"),
        ('<!DOCTYPE html [<!ENTITY a "b">]>' + OPEN + CLOSE, "H101"),
        ('<?xml-stylesheet href="http://localhost:9/x.css"?>' + OPEN + CLOSE, "H101"),
        (OPEN + "<script>alert(1)</script>" + CLOSE, "H102"),
        (OPEN + '<a href="javascript:alert(1)">a</a>' + CLOSE, "H102"),
        (OPEN + '<img src="http://localhost:9/a.png" alt="a"/>' + CLOSE, "H102"),
        (OPEN.replace("meta.title", "lipsum") + CLOSE, "S303"),
    ],
)
def test_the_navigation_of_the_epub_is_a_page_as_well(template, code, told):
    errors = told(template.replace("{{ meta.title }}", "t"), "epub-nav.xhtml.j2")
    assert errors
    assert all(f"error {code}: " in error for error in errors)


@pytest.mark.slow
@pytest.mark.parametrize(
    "manifest", ["a = [", f"a = {'[' * 30_000}", f"{'a.' * 20_000}a = 1", f"a = {'1' * 5_000}", b"\xff", "a" * 100_000]
)
def test_a_theme_that_cannot_be_read_is_told(manifest, told, make_project):
    folder = make_project().root / "styles" / "other"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
    assert _refused(folder).startswith("other/theme.toml cannot be read: ")


def _refused(folder) -> str:
    from report.model.errors import UsageError

    with pytest.raises(UsageError) as refused:
        find_theme(folder.parents[1], folder.name)
    return refused.value.message


def test_a_theme_is_no_link_to_a_folder_that_is_none(make_project, tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text("secret")
    folder = make_project().root / "styles" / "house"
    folder.parent.mkdir()
    folder.symlink_to(tmp_path / "secrets")
    assert _refused(folder) == 'the theme "house" is a link that leads out of the project'
    (tmp_path / "secrets" / "theme.toml").write_text('extends = "briefing"\n')
    assert find_theme(folder.parents[1], "house").extends == "briefing"
