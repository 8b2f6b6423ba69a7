"""postcardit swift: the package, its plan and single operations, from the contract or from any document."""

import json
from pathlib import Path

import pytest

from .conftest import Run

SCHEMA: dict[str, object] = {"prefixItems": []}


def document(**paths: object) -> dict[str, object]:
    return {"openapi": "3.1.0", "info": {"title": "Small Shop", "version": "1"}, "paths": paths}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.json"
    reply = {"200": {"description": "Them.", "content": {"application/json": {"schema": {"type": "string"}}}}}
    path.write_text(json.dumps(document(**{"/goods": {"get": {"operationId": "list_goods", "responses": reply}}})))
    return path


def test_the_package_is_written_once_and_found_up_to_date(run: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "Kit")

    first = run("swift", "generate", "--out", out)
    second = run("swift", "generate", "--out", out)
    checked = run("swift", "generate", "--out", out, "--check")

    assert (first.exit_code, second.exit_code, checked.exit_code) == (0, 0, 0)
    assert "0 to remove" in first.err
    assert "up to date" in second.err
    assert (tmp_path / "Kit" / "Sources" / "PostCardItAPI" / "Models" / "Postcard.swift").exists()


def test_a_check_fails_on_one_changed_byte_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    run("swift", "generate", "--out", str(tmp_path))
    path = tmp_path / "Sources" / "PostCardItAPI" / "Models" / "Postcard.swift"
    path.write_bytes(path.read_bytes() + b" ")
    changed = path.read_bytes()

    checked = run("swift", "generate", "--out", str(tmp_path), "--check")
    shown = run("swift", "generate", "--out", str(tmp_path), "--diff")

    assert (checked.exit_code, shown.exit_code) == (1, 0)
    assert "1 to write, 0 to remove" in checked.err
    assert "a/Sources/PostCardItAPI/Models/Postcard.swift" in shown.out
    assert path.read_bytes() == changed


def test_any_document_becomes_a_package_of_its_own_name(run: Run, shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "Kit"

    run("swift", "generate", "--openapi", str(shop), "--out", str(out))

    client = (out / "Sources" / "SmallShopAPI" / "Client" / "SmallShopClient.swift").read_text()
    assert "public actor SmallShopClient: SmallShopService {" in client
    assert "PostCardIt" not in "".join(path.read_text() for path in out.rglob("*.swift"))


def test_the_plan_names_every_decision(run: Run, shop: Path) -> None:
    plan = run("swift", "plan", "--openapi", str(shop), "--name", "ShopKit").json

    assert plan["prefix"] == "Shop"
    assert [(call["id"], call["name"], call["reply"]) for call in plan["functions"]] == [
        ("list_goods", "listGoods", "String")
    ]


@pytest.mark.parametrize("name", ["send_postcard", "sendPostcard"])
def test_an_operation_is_explained_in_swift_http_and_python(run: Run, name: str) -> None:
    out = run("swift", "explain", name).out

    assert 'try await client.sendPostcard(SendPostcard(message: "…"))' in out
    assert "POST /v1/postcards\n" in out
    assert "client.postcards.send(to, message, " in out
    assert "font=Font.HANDWRITTEN" in out


def test_an_unknown_operation_is_a_usage_error(run: Run) -> None:
    result = run("swift", "explain", "fly")

    assert result.exit_code == 2
    assert "no operation 'fly'" in result.err
    assert "hint: postcardit swift plan lists them" in result.err


def test_the_nearest_operation_is_named(run: Run) -> None:
    assert "hint: did you mean sendPostcard?" in run("swift", "explain", "sendpostcart").err


def test_what_has_no_swift_is_refused_with_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    reply = {"200": {"description": "It.", "content": {"application/json": {"schema": SCHEMA}}}}
    path.write_text(json.dumps(document(**{"/a/b": {"get": {"operationId": "odd", "responses": reply}}})))

    result = run("swift", "generate", "--openapi", str(path), "--out", str(tmp_path / "Kit"))

    assert result.exit_code == 1
    assert "/paths/~1a~1b/get/responses/200/content/application~1json/schema/prefixItems" in result.err
    assert not (tmp_path / "Kit").exists()


NO_DOCUMENTS = {
    "YAML": ("openapi: 3.1.0", "is not JSON"),
    "depth": ("[" * 100_000, "is not JSON"),
    "version": ('{"openapi": "2"}', "3.0 and 3.1"),
    "Swagger": ('{"swagger": "2.0"}', "convert it to OpenAPI 3"),
}


@pytest.mark.parametrize(("text", "said"), NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_what_is_no_document_is_refused_in_one_sentence(run: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "document"
    path.write_text(text)

    result = run("swift", "plan", "--openapi", str(path))

    assert result.exit_code in (1, 2)
    assert said in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("name", ["", "1Kit", "My Kit", "../Kit", "kit"])
def test_a_name_that_is_none_is_a_usage_error(run: Run, shop: Path, tmp_path: Path, name: str) -> None:
    result = run("swift", "generate", "--openapi", str(shop), "--out", str(tmp_path / "Kit"), "--name", name)

    assert result.exit_code == 2
    assert f"{name!r} is no name for a Swift package." in result.err
    assert not (tmp_path / "Kit").exists()


def test_a_file_of_ones_own_is_not_overwritten_and_nothing_is_written_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Package.swift").write_text("// mine\n")

    result = run("swift", "generate", "--out", str(tmp_path))

    assert result.exit_code == 1
    assert f"{tmp_path / 'Package.swift'} was not made by this command" in result.err
    assert "hint: give --out a folder of the package's own" in result.err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("Package.swift", "// mine\n")]


def test_every_operation_is_explained_by_a_python_method_of_its_own(run: Run) -> None:
    ids = [call["id"] for call in run("swift", "plan").json["functions"]]

    methods = {name: run("swift", "explain", name).out.partition("Python\n")[2].partition("(")[0] for name in ids}

    assert len(ids) == len(set(methods.values())) == 52
    assert methods["search_users"].strip() == "client.users.search"
    assert methods["list_blocked"].strip() == "client.friends.blocked"
