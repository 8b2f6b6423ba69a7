"""The generated Swift is Swift, as far as a parser without types can say: also on machines without a toolchain."""

from typing import cast

import pytest
import tree_sitter
import tree_sitter_swift

from postcardit_sdk.contract.openapi import openapi_document
from postcardit_swift.generate import generate
from tests.swift.documents import DOCUMENTS

LANGUAGE = cast(object, tree_sitter_swift.language())  # its stub says int: it is the capsule that Language asks for
PARSER = tree_sitter.Parser(tree_sitter.Language(LANGUAGE))
KITS = {"PostCardItKit": openapi_document(), **DOCUMENTS}


@pytest.mark.parametrize("kit", KITS)
def test_every_generated_file_parses(kit: str) -> None:
    tree = generate(KITS[kit], name=kit)

    broken = [
        name for name, content in tree.items() if name.endswith(".swift") and PARSER.parse(content).root_node.has_error
    ]

    assert broken == []
