"""postcardit openapi: the contract."""

import sys

from .family import family

app = family("openapi")


@app.command()
def openapi() -> None:
    """Print the API's contract, as this version ships it, as an OpenAPI 3.1 document. Needs no server."""
    from postcardit_sdk.contract.openapi import openapi_json

    sys.stdout.write(openapi_json())
