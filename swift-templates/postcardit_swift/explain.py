"""The plan for people: as JSON, and one operation as the Swift call and as the request that it makes."""

import dataclasses
import json

from .kinds import Function, Parameter, Plan, Struct

__all__ = ["find", "plan_as_json", "swift_call", "wire_call"]


def plan_as_json(plan: Plan) -> str:
    """Every decision, with the place in the document that it is about."""
    return json.dumps(dataclasses.asdict(plan), indent=2, ensure_ascii=False) + "\n"


def find(plan: Plan, name: str) -> Function | None:
    """The operation of this name, in the document's words or in Swift's."""
    return next((call for call in plan.functions if name in (call.id, call.name)), None)


def swift_call(plan: Plan, call: Function) -> str:
    """A call with everything that must be given; what may be given stands below it."""
    required = [] if call.body is None or not call.body_required else [_body(plan, call)]
    required += [f"{item.name}: {_sample(item)}" for item in call.parameters if item.is_required]
    value = "" if call.reply == "Void" else "let reply = "
    lines = [f"{value}try await client.{call.name}({', '.join(required)})"]
    optional = [f"{item.name}: {item.type}" for item in call.parameters if not item.is_required]
    if optional:
        lines.append(f"// also: {', '.join(optional)}")
    if call.reply != "Void":
        lines.append(f"// reply: {call.reply}")
    if call.page is not None:
        lines.append(f"// all pages: for try await item in client.{call.name}Pages().items {{ }}  // {call.page}")
    return "\n".join(lines)


def _body(plan: Plan, call: Function) -> str:
    struct = next((struct for struct in plan.structs if struct.name == call.body), None)
    if struct is None:
        return "body"
    return f"{struct.name}({_arguments(struct)})"


def _arguments(struct: Struct) -> str:
    required = [f"{field.name}: {_value(field.type)}" for field in struct.fields if field.is_required]
    return ", ".join(required) or ", ".join(f"{field.name}: …" for field in struct.fields[:2])


def _sample(item: Parameter) -> str:
    return _value(item.type)


def _value(type_: str) -> str:
    return {"String": '"…"', "Int": "1", "Double": "1.0", "Bool": "true", "Date": ".now"}.get(type_, "…")


def wire_call(plan: Plan, call: Function) -> str:
    """The request line, the headers that matter, the body's keys, and what may come back."""
    query = "&".join(f"{item.wire}=…" for item in call.parameters if item.place == "query")
    lines = [f"{call.method} {call.route}{'?' if query else ''}{query}"]
    if not call.is_public:
        lines.append("Authorization: Bearer …" if plan.authorization == ("bearer",) else "(with the token)")
    lines += [f"{item.wire}: …" for item in call.parameters if item.place in ("header", "key")]
    struct = next((struct for struct in plan.structs if struct.name == call.body), None)
    if struct is not None:
        keys = [
            f'"{field.wire}"{"" if field.is_required else "?"}: {field.type.removesuffix("?")}'
            for field in struct.fields
        ]
        lines += ["", f"{{{', '.join(keys)}}}"]
    lines += ["", f"{', '.join(map(str, call.statuses))} {call.reply if call.reply != 'Void' else '(no body)'}"]
    if call.codes:
        lines.append(f"problems: {', '.join(call.codes)}")
    return "\n".join(lines)
