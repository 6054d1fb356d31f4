"""Every human word and every pixel of structure. Imports nothing else of ours."""

from templates.configuration import configure
from templates.environment import environment, fragment, render, render_draft, reword

__all__ = ["configure", "environment", "fragment", "render", "render_draft", "reword"]
