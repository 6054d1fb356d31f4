"""Names that would pass for the municipality's own, and names of residents that do not."""

import pytest

from moderation.imitation import imitates

BODIES = ("Exempelby kommun", "Exempelby torg", "Gatuenheten", "The streets unit", "Servicecenter")


@pytest.mark.parametrize(
    "name",
    [
        "Exempelby kommun",
        "EXEMPELBY KOMMUN (officiell)",
        "E x e m p e l b y",
        "\u0415\u0445\u0435mpelby kommun",
        "Ex\u00e9mpelb\u00ff kommun",
        "Kommunen",
        "K0mmunen",
        "K.o.m.m.u.n.e.n",
        "M\u200boderator",
        "\u202eModerator",
        "\uff2d\uff4f\uff44\uff45\uff52\uff41\uff54\uff4f\uff52",
        "Handläggare Olga",
        "Anna, Gatuenheten",
        "gatuenheten!",
        "The Streets Unit",
        "Official",
    ],
)
def test_a_name_of_ours_is_found_in_every_disguise(name):
    assert imitates(name, town="Exempelby", bodies=BODIES)


@pytest.mark.parametrize(
    "name",
    [
        "Rosa",
        "Nattuggla",
        "Farmor i Exempelby",
        "Exempelbybo",
        "Kommunalarbetare",
        "",
        "\U0001f600",
    ],
)
def test_a_residents_own_name_is_hers(name):
    assert not imitates(name, town="Exempelby", bodies=BODIES)
