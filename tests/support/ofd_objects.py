"""OFD packages drawn by hand: pages of text objects and stroked lines, in millimetres."""

# ruff: noqa: E501 - markup reads better unwrapped

from __future__ import annotations

from docx_files import package

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PROSE = "统筹推进水利基础设施建设，增强水安全保障能力。"


def text(
    x: float, y: float, words: str, *, size: float = 4.0, ctm: str = "", delta: str = ""
) -> str:
    """A text object whose baseline starts at (x, y) in millimetres."""
    step = delta or f"g {max(len(words) - 1, 0)} {size}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} 150 {size + 2}" Font="1" Size="{size}"{ctm}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{step}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked line."""
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {max(x1 - x0, 0.3)} {max(y1 - y0, 0.3)}" LineWidth="0.3">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd(
    *pages: str, template: str = "", outlines: str = "", resources: str = "", **more: str
) -> bytes:
    """A package of pages, each given by its objects."""
    entries = "".join(
        f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages))
    )
    common = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    if template:
        common += '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    if resources:
        common += "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    files: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:Title>某县规划</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages>{outlines}</ofd:Document>",
    }
    use = '<ofd:Template TemplateID="90"/>' if template else ""
    for i, objects in enumerate(pages):
        files[f"Doc_0/Pages/Page_{i}/Content.xml"] = (
            f'<ofd:Page {NS}>{use}<ofd:Content><ofd:Layer ID="7">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    if template:
        files["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    if resources:
        files["Doc_0/DocumentRes.xml"] = f"<ofd:Res {NS}>{resources}</ofd:Res>"
    return package(files | more)
