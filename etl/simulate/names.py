"""Names of people who do not exist, from word lists of our own."""

import random

_GIVEN = """Abena Adeel Agnes Aled Alma Amara Anwen Arlo Arun Astrid Bashir Beatrix Bela Blythe Bryn
Cai Callum Carys Cato Cerys Chidi Clover Cora Corin Dafydd Dalia Darius Della Dilys Dora Edda
Effie Eira Eldon Elowen Emeka Emrys Enid Esme Ewan Farah Fenn Fern Fia Finlay Freya Gael Gethin
Greta Gwen Hamza Hari Hazel Hetty Hollis Ida Idris Imani Ines Iona Isla Jago Jalal Jonty Juno
Kamal Keir Kerensa Kwame Lal Leif Lena Linnea Lowri Mabel Maeve Marek Merryn Mila Nadia Nell
Nia Noor Odette Olwen Orla Osian Otis Petra Pia Piran Priya Rafe Rhian Roshan Rowan Sadia Senan
Silas Sunita Talia Tamsin Tariq Thea Tilda Tomos Una Vera Viola Wren Yasmin
Zadie Zeb Zora"""
_STEM = """Ash Bel Birk Black Bram Brock Calder Car Clay Cold Crow Dal Dun East Elm Fair Fen Gar
Glen Hale Har Hart Hazel Hol Kel Kirk Lang Lyn Mar Mel Mill Nor Oak Pen Quar Red Ros Sel Stan
Thorn Tol Under Wen West Whit Win Yar"""
_END = """acre bank berry bourne brook by combe cott croft dale den field ford gate ham hurst land
ley low mere more pool ridge shaw stead thorpe ton wade well wick worth"""


class NameMaker:
    """Draws names; ``address`` never gives the same address twice."""

    def __init__(self, rng: random.Random, domain: str) -> None:
        self._rng = rng
        self._domain = domain
        self._given, self._stem, self._end = _GIVEN.split(), _STEM.split(), _END.split()
        self._taken: dict[str, int] = {}

    def given(self) -> str:
        return self._rng.choice(self._given)

    def family(self) -> str:
        return self._rng.choice(self._stem) + self._rng.choice(self._end)

    def address(self, given: str, family: str) -> str:
        """An e-mail address as an organisation builds it: a number tells namesakes apart."""
        stem = f"{given}.{family}".lower()
        number = self._taken[stem] = self._taken.get(stem, 0) + 1
        return f"{stem}{number if number > 1 else ''}@{self._domain}"
