"""What a value of the configuration cannot be, told by a code so that pages can say it in words."""

Told = str | int


class Misfit(ValueError):
    """A value that cannot be, or cannot be beside another one.

    `said` is for whoever writes the file. `code` and `values` fill a sentence for people, and
    `path` leads from the model that refuses to the value.
    """

    def __init__(self, code: str, said: str, *path: Told, **values: Told) -> None:
        super().__init__(said)
        self.code, self.values = code, values
        self.path = tuple(map(str, path))


def check_between(name: str, value: int, least: int, most: int) -> None:
    """Misfit unless a whole number, named with dots, lies between two others."""
    if not least <= value <= most:
        said = f"{name} is a whole number from {least} to {most}"
        raise Misfit("not_number", said, name.rpartition(".")[2], least=least, most=most)
