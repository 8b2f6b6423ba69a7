"""What the generator says when it cannot say it in Swift: where it stands in the document, and a sentence."""

__all__ = ["Refused"]


class Refused(ValueError):
    """A construct that has no honest Swift. `pointer` is its place in the document (RFC 6901)."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(f"{pointer or '/'}: {sentence}")
        self.pointer = pointer or "/"
        self.sentence = sentence
