"""Panels: groups that are asked again and again, such as a youth panel or a panel of companies."""
