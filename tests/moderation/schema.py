"""Just enough of JSON Schema to hold an export against the schema we publish."""

import re
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}
_KNOWN = {
    *("$schema", "title", "description", "format", "type", "enum", "const", "pattern"),
    *("minLength", "maxLength", "required", "properties", "additionalProperties", "items"),
}


def faults(value: Any, schema: dict[str, Any], at: str = "$") -> list[str]:
    """Where a value is not as the schema says; a keyword that is not known here is a fault, too."""
    found = [f"{at}: unknown keyword {name}" for name in schema.keys() - _KNOWN]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, _TYPES[kind]) for kind in kinds):
        return [*found, f"{at}: not {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is none of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: {value!r} is not {schema['const']!r}")
    if isinstance(value, str):
        found += _of_words(value, schema, at)
    if isinstance(value, list):
        for number, one in enumerate(value):
            found += faults(one, schema.get("items", {}), f"{at}[{number}]")
    return found + (_of_fields(value, schema, at) if isinstance(value, dict) else [])


def _of_words(value: str, schema: dict[str, Any], at: str) -> list[str]:
    fits = re.search(schema.get("pattern", ""), value)
    long = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    return [] if fits and long else [f"{at}: {value!r} does not fit"]


def _of_fields(value: dict[str, Any], schema: dict[str, Any], at: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{at}: no {name}" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{at}: {name} is too much" for name in value.keys() - known.keys()]
    for name in value.keys() & known.keys():
        found += faults(value[name], known[name], f"{at}.{name}")
    return found
