"""The README's table of settings, written from the settings themselves.

`python -m tests.house.settings_table` puts it between the marks in README.md.
"""

import re
from pathlib import Path

from pydantic.fields import FieldInfo

from models.settings import Settings
from models.settings.pieces import PREFIX, is_secret
from tests.house.source import ROOT

README = ROOT / "README.md"
BETWEEN_MARKS = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)


def settings_table() -> str:
    rows = ["| setting | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        also_a_file = " Also from a file." if is_secret(field) else ""
        called = f"`{PREFIX}{name.upper()}`"
        rows.append(f"| {called} | {_default(field)} | {field.description}{also_a_file} |")
    return "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    if isinstance(extra, dict) and extra.get("shown"):
        return str(extra["shown"])
    if isinstance(field.default, bool):
        return "on" if field.default else "off"
    return f"`{'./' if field.default == Path('data') else ''}{field.default}`"


if __name__ == "__main__":
    README.write_text(BETWEEN_MARKS.sub(lambda _: settings_table(), README.read_text("utf-8")))
