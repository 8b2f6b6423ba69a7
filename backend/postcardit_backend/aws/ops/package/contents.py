"""What goes into the package, and what stays at home.

The functions run botocore of their own: Lambda brings one, too, but of a version that changes when Amazon likes, and
with the descriptions of four hundred services. Here are those of the few that are called.
"""

from pathlib import PurePosixPath

__all__ = ["REQUIREMENTS", "SERVICES", "belongs"]

REQUIREMENTS = (
    "annotated-types",
    "anyio",
    "argon2-cffi",
    "argon2-cffi-bindings",
    "botocore",
    "cffi",
    "cryptography",
    "idna",
    "jmespath",
    "joserfc",
    "pillow",
    "pillow-heif",
    "pydantic",
    "pydantic-core",
    "python-dateutil",
    "six",
    "starlette",
    "typing-extensions",
    "typing-inspection",
    "urllib3",
)
"""Everything that the functions import, and what that needs in turn. No server, no command line, no client."""

SERVICES = frozenset(
    {"apigatewaymanagementapi", "cognito-idp", "dynamodb", "kms", "s3", "secretsmanager", "sesv2", "sns", "sts"}
)
"""Those whose descriptions botocore keeps."""

_LEFT_OUT = frozenset({"__pycache__", "bin", "tests", "testing"})
_OURS_LEFT_OUT = tuple(f"postcardit_backend/{name}/" for name in ("aws/ops", "embedded/migrations", "moving"))


def belongs(name: str) -> bool:
    """Whether a file, by its path in the package, is needed there."""
    path = PurePosixPath(name)
    if path.suffix in {".lock", ".pyi", ".pxd", ".pyx", ".h", ".c"} or _LEFT_OUT & {*path.parts[:-1]}:
        return False
    if path.parts[0].endswith(".dist-info") or name.startswith(_OURS_LEFT_OUT):
        return False
    match path.parts:
        case ("botocore", "data", service, _, *_):
            return service in SERVICES
        case _:
            return True
