"""Names, sentences and places that a seed chooses from."""
# ruff: noqa: RUF001 - people and sentences of many scripts

from typing import NamedTuple

__all__ = ["BIOS", "FAMILY_NAMES", "GIVEN_NAMES", "MESSAGES", "PLACES", "Place", "place_named"]

GIVEN_NAMES = (
    "Ada", "Aiko", "Amal", "Amélie", "Ana", "Anders", "Ángel", "Anna", "Antonio", "Ayşe", "Bea", "Bojan", "Björn",
    "Camila", "Carlos", "Chiara", "Chloé", "Daan", "Dana", "Davi", "Dmitri", "Eero", "Elif", "Elena", "Emil", "Emma",
    "Esther", "Fatima", "Felix", "Filip", "Finn", "Freya", "Giulia", "Greta", "Hana", "Hassan", "Helga", "Hugo", "Ida",
    "Ines", "Ingrid", "Ivan", "Jack", "Jana", "Joana", "João", "Jonas", "Joon", "Jun", "Kaito", "Karim", "Katja",
    "Kofi", "Lars", "Lena", "Leo", "Liam", "Lina", "Lucía", "Luís", "Łukasz", "Mads", "Maja", "Marek", "Maria",
    "Mateo", "Mei", "Mia", "Milan", "Mina", "Mohamed", "Nadia", "Nina", "Noah", "Nora", "Olga", "Oscar", "Paolo",
    "Pedro", "Petra", "Pia", "Priya", "Quentin", "Rafael", "Ravi", "Renée", "Rosa", "Sakura", "Sami", "Sara", "Selma",
    "Sofia", "Søren", "Stella", "Sven", "Tara", "Theo", "Tomás", "Uma", "Vera", "Viktor", "Wei", "Yara", "Yusuf",
    "Zoë", "Zuzana",
)  # fmt: skip
FAMILY_NAMES = (
    "Almeida", "Andersson", "Bakker", "Barbosa", "Bauer", "Becker", "Bianchi", "Bondarenko", "Brown", "Castro", "Chen",
    "Costa", "Demir", "Dubois", "Dvořák", "Eriksen", "Esposito", "Fernández", "Fischer", "Fontaine", "García", "Greco",
    "Haddad", "Hansen", "Horváth", "Ibrahim", "Ito", "Ivanov", "Jansen", "Jensen", "Jones", "Kaya", "Kim", "Koch",
    "Kovač", "Kowalski", "Kumar", "Lange", "Larsen", "Lee", "Lefèvre", "Lopes", "Marino", "Martin", "Mensah", "Meyer",
    "Moreau", "Müller", "Murphy", "Nagy", "Nakamura", "Nguyễn", "Novák", "Okafor", "Olsen", "Park", "Patel", "Pereira",
    "Petrov", "Popescu", "Ricci", "Rossi", "Ruiz", "Santos", "Sato", "Schmidt", "Silva", "Simon", "Singh", "Smith",
    "Suzuki", "Szabó", "Taylor", "Torres", "Tremblay", "Virtanen", "Vogel", "Wagner", "Walsh", "Weber", "Wójcik",
    "Wong", "Yılmaz", "Zhang", "Zimmermann",
)  # fmt: skip
BIOS = (
    "Collects stamps with birds on them.",
    "Writes from trains.",
    "Postcards from every lake I swim in.",
    "Sea, mountains, coffee.",
    "Schreibt lieber als zu tippen.",
    "J'écris comme on se promène.",
    "Viaja despacio.",
    "Always one more island.",
    "Sends snow to people who have none.",
    "旅と切手が好きです。",
)
MESSAGES = (
    "Wish you were here!",
    "The lake is as still as you said.",
    "We walked until the road ended, then a little further.",
    "The coffee is better than ours. Do not tell anyone.",
    "It rained all day and nobody minded.",
    "Greetings from the top!\nThe way down is yours to imagine.",
    "I found the bench you told me about.",
    "The train was late, so I have time to write.",
    "There is a cat in every window here.",
    "Tomorrow the sea.",
    "Liebe Grüße aus den Bergen!",
    "Das Meer ist kalt und wunderbar.",
    "Un abrazo desde la playa.",
    "On mange trop bien ici. À bientôt !",
    "Tanti saluti dal mare!",
    "Hilsen fra fjorden.",
    "Pozdrowienia z gór!",
    "Um beijo de longe.",
    "こちらは雪です。お元気ですか。",
    "ممتع جداً هنا، أتمنى لو كنت معي.",
    "שלום מהחוף!",
    "Привет с Волги!",
    "The market has forty kinds of olives. 🫒",
    "Saw a whale! 🐋 Well, its back. 🌊",
    "Happy travels to you, too. ✈️",
)


class Place(NamedTuple):
    """A place on the map."""

    city: str
    country: str
    latitude: float
    longitude: float


PLACES = tuple(
    Place(*place)
    for place in (
        ("Accra", "Ghana", 5.6037, -0.1870),
        ("Amsterdam", "Netherlands", 52.3676, 4.9041),
        ("Apia", "Samoa", -13.8333, -171.7667),
        ("Athens", "Greece", 37.9838, 23.7275),
        ("Auckland", "New Zealand", -36.8485, 174.7633),
        ("Bangkok", "Thailand", 13.7563, 100.5018),
        ("Barcelona", "Spain", 41.3874, 2.1686),
        ("Berlin", "Germany", 52.5200, 13.4050),
        ("Bergen", "Norway", 60.3913, 5.3221),
        ("Buenos Aires", "Argentina", -34.6037, -58.3816),
        ("Cairo", "Egypt", 30.0444, 31.2357),
        ("Cape Town", "South Africa", -33.9249, 18.4241),
        ("Colombo", "Sri Lanka", 6.9271, 79.8612),
        ("Cusco", "Peru", -13.5320, -71.9675),
        ("Dublin", "Ireland", 53.3498, -6.2603),
        ("Edinburgh", "United Kingdom", 55.9533, -3.1883),
        ("Fairbanks", "United States", 64.8378, -147.7164),
        ("Hanoi", "Vietnam", 21.0278, 105.8342),
        ("Helsinki", "Finland", 60.1699, 24.9384),
        ("Honolulu", "United States", 21.3069, -157.8583),
        ("Istanbul", "Türkiye", 41.0082, 28.9784),
        ("Kraków", "Poland", 50.0647, 19.9450),
        ("Kyoto", "Japan", 35.0116, 135.7681),
        ("Lisbon", "Portugal", 38.7223, -9.1393),
        ("Longyearbyen", "Norway", 78.2232, 15.6267),
        ("Marrakesh", "Morocco", 31.6295, -7.9811),
        ("Mexico City", "Mexico", 19.4326, -99.1332),
        ("Montréal", "Canada", 45.5019, -73.5674),
        ("Mumbai", "India", 19.0760, 72.8777),
        ("Nairobi", "Kenya", -1.2921, 36.8219),
        ("New York", "United States", 40.7128, -74.0060),
        ("Nuuk", "Greenland", 64.1814, -51.6941),
        ("Paris", "France", 48.8566, 2.3522),
        ("Porto", "Portugal", 41.1579, -8.6291),
        ("Prague", "Czechia", 50.0755, 14.4378),
        ("Reykjavík", "Iceland", 64.1466, -21.9426),
        ("Rio de Janeiro", "Brazil", -22.9068, -43.1729),
        ("Salzburg", "Austria", 47.8095, 13.0550),
        ("San Francisco", "United States", 37.7749, -122.4194),
        ("Seoul", "South Korea", 37.5665, 126.9780),
        ("Singapore", "Singapore", 1.3521, 103.8198),
        ("Suva", "Fiji", -18.1416, 178.4419),
        ("Sydney", "Australia", -33.8688, 151.2093),
        ("Tbilisi", "Georgia", 41.7151, 44.8271),
        ("Ushuaia", "Argentina", -54.8019, -68.3030),
        ("Valparaíso", "Chile", -33.0472, -71.6127),
        ("Venice", "Italy", 45.4408, 12.3155),
        ("Wellington", "New Zealand", -41.2866, 174.7756),
        ("Zanzibar", "Tanzania", -6.1659, 39.2026),
        ("Zürich", "Switzerland", 47.3769, 8.5417),
    )
)
_BY_NAME = {place.city.casefold(): place for place in PLACES}


def place_named(city: str) -> Place | None:
    """A place of the table."""
    return _BY_NAME.get(city.casefold())
