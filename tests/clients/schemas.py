"""The JSON Schemas in docs/schema, and what a document says that its schema does not name."""

import json
import os
import re

import fastjsonschema

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FOLDER = os.path.join(ROOT, "docs/schema")
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float), "null": type(None)}


def read(name):
    with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def check(name, value):
    """Raises `fastjsonschema.JsonSchemaException` where the value does not fit."""
    fastjsonschema.compile(read(name))(value)


def names():
    return {file.removesuffix(".json") for file in os.listdir(FOLDER)}


def on_the_page():
    """What docs/json.md says has a schema, by the first column of its table: command (or hook) and the schema's name."""
    with open(os.path.join(ROOT, "docs/json.md"), encoding="utf-8") as file:
        rows = re.findall(r"^\| (.+?) \| \[(\S+)\.json\]\(schema/\2\.json\) \|", file.read(), re.MULTILINE)
    return {command: name for row, name in rows for command in re.findall(r"`([^`]+)`", row)}


def unnamed(name, value):
    """Where in a document stand fields that the schema of this name does not name, and values whose type it does not say."""
    whole = read(name)
    found = []
    _walk(whole, whole, value, name, found)
    return found


def _walk(whole, schema, value, place, found):
    if "$ref" in schema:
        schema = whole["definitions"][schema["$ref"].removeprefix("#/definitions/")]
    if "anyOf" in schema:
        # Of the choices, the document takes the one that finds the least to complain about.
        choices = []
        for choice in schema["anyOf"]:
            choices.append([])
            _walk(whole, choice, value, place, choices[-1])
        found.extend(min(choices, key=len))
        return
    if "enum" in schema:
        found.extend([] if value in schema["enum"] else [place])
        return
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if not any(isinstance(value, TYPES[one]) and not (isinstance(value, bool) and one in ("integer", "number")) for one in types):
        found.append(place)
    elif isinstance(value, dict):
        others = schema.get("additionalProperties")
        for key, inner in value.items():
            known = schema.get("properties", {}).get(key)
            # `true` allows what later versions add; it names nothing.
            known = known if known is not None else others if isinstance(others, dict) else None
            if known is None:
                found.append(f"{place}.{key}")
            else:
                _walk(whole, known, inner, f"{place}.{key}", found)
    elif isinstance(value, list):
        for inner in value:
            _walk(whole, schema.get("items", {}), inner, place + "[]", found)
