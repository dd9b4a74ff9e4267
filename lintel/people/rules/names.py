"""Names made comparable. What was written is kept elsewhere, exactly; this is only for finding."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

# Letters that carry no separable accent, and the scripts met most often after Latin.
_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ŋ": "ng",
        "ħ": "h",
        **dict(zip("абвгдезийклмнопрстуфыэіґ", "abvgdeziyklmnoprstufyeig", strict=True)),
        "ё": "yo",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "ye",
        "ї": "yi",
        **dict(zip("αβγδεζηικλμνοπρσςτυφω", "avgdeziiklmnoprsstyfo", strict=True)),
        "θ": "th",
        "ξ": "x",
        "χ": "ch",
        "ψ": "ps",
    }
)

_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʹ′]")

# Said instead of a name. A missing value: it neither finds anybody nor rules anybody out.
_PLACEHOLDER = re.compile(
    r"(un(known|named|born)|not (known|given|stated|recorded)|n a|nk|none|no name|tbc|tbd|x+|"
    r"(male|female) ?(child|baby|infant)?|mr|mrs|ms|miss|mum|mother|dad|father|parent|"
    r"(the )?(first|second|third|new|newborn|unborn|unknown|unnamed)? ?(bab(y|ies)|infant|newborn|"
    r"child|children|sibling|brother|sister|boy|girl|twin|triplet|foetus|fetus)"
    r"( ?(boy|girl|one|two|three|first|second|a|b|c|i|ii|[0-9]))?( of .*)?)"
)

_NO_FAMILY_NAME = re.compile(
    r"un(known|named|born)|not (known|given|stated|recorded)|n a|nk|none|tbc|x+"
)

# One line for each group; the first stands for all. A name may be in several.
# Made for Lintel, from common knowledge.
_GROUPS = """
william bill billy will willie liam
robert rob bob bobby robbie
richard rick dick ricky richie
elizabeth liz lizzie beth betty eliza libby elsie
margaret maggie meg peggy maisie
katherine kate katie kathy cathy catherine kathryn kitty
alexander alex sandy xander alec
alexandra alex alexa lexi sasha
charles charlie chuck
charlotte lottie
james jim jimmy jamie
john jack johnny jon
jonathan jon jonny
joseph joe joey
joshua josh
samuel sam sammy
samantha sam sammie
thomas tom tommy
michael mike mick mickey micky
matthew matt matty
daniel dan danny
david dave davey
andrew andy drew
anthony tony ant
benjamin ben benny benji
christopher chris kit
edward ed eddie ted teddy ned
frederick fred freddie
george georgie
harry harold henry hal
isabella bella izzy isabelle isabel isobel
jacob jake
jessica jess jessie
lucas luke
nicholas nick nicky
oliver ollie
patrick paddy pat padraig padraic
patricia pat patty trish
peter pete
philip phil
rebecca becky becca
sarah sally sara
stephen steve steven stevie
susan sue suzie susie
theodore theo ted teddy
timothy tim
victoria vicky tori
zachary zach zak zack
abigail abby abbie
amelia millie amy
eleanor ellie nell nora
emily em emmie
frances fran frankie
francis frank
gabriel gabe
gregory greg
jennifer jenny jen
kimberly kim
leonard len lenny leo
lawrence larry laurie
natalie nat
natasha tasha
raymond ray
ronald ron ronnie
terence terry
tobias toby
mohammed muhammad mohammad mohamed mohamad muhammed mahomed mohd md
yusuf yousef yousuf yusef youssef
ahmed ahmad
hussein hussain husain
fatima fatimah fatema
aisha ayesha aysha aishah
ibrahim ebrahim
abdullah abdulla
oluwaseun seun
oluwadamilola damilola dami
chukwuemeka emeka
aleksander aleks olek
katarzyna kasia
malgorzata gosia
tomasz tomek
krzysztof krzys
siobhan shivaun chevonne
niamh neve neeve
sean shaun shawn
diarmuid dermot diarmaid
ciara kiera keira
domhnall donal
hugh hughie huey
bridget brigid bridie brid breda
oisin osheen usheen
saoirse sersha seersha
caoimhe keeva keva
gerard gerry ger
gerald gerry
orla orlagh orlaith
aoife eefa
eoin owen eoghan
aisling ashling aislinn
maeve meabh maebh
roisin rosheen
grainne grania
tadhg teague
archibald archie
olivia liv livvy
florence florrie flo
joanne jo joanna
gareth gaz
gary gaz
kai kye
alfred alfie
evelyn evie
louis lewis louie
usman uthman osman othman
jaspreet jas jassi
kiranjit kiran kiranjeet
inderjit inder inderjeet
"""


def _formal() -> Mapping[str, frozenset[str]]:
    formal: dict[str, set[str]] = {}
    for group in _GROUPS.strip().splitlines():
        first, *_ = names = group.split()
        for name in names:
            formal.setdefault(name, set()).add(first)
    return MappingProxyType({name: frozenset(firsts) for name, firsts in formal.items()})


_FORMAL = _formal()

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "master", "dr", "mx"})


@lru_cache(maxsize=65536)
def standard_name(name: str, *, family: bool = False) -> str:
    """A name in small plain letters, parts set apart by one space; "" for a placeholder.

    Child, Boy and Young are family names too, so fewer words are taken for placeholders there.

    >>> standard_name("  O’Brien-SMITH ")
    'obrien smith'
    >>> standard_name("Zoë"), standard_name("Łukasz"), standard_name("Юлия")
    ('zoe', 'lukasz', 'yuliya')
    >>> standard_name("Baby of Jane"), standard_name("twin 2"), standard_name("UNKNOWN")
    ('', '', '')
    """
    # Accents come off only where a letter stands without them; other scripts keep their marks.
    whole = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", name).casefold())
    parts = "".join(map(_plain, whole)).split()
    nobody = _NO_FAMILY_NAME if family else _PLACEHOLDER
    if nobody.fullmatch(" ".join(parts)):
        return ""
    while len(parts) > 1 and parts[0] in _TITLES:
        parts = parts[1:]
    return " ".join(parts)


def _plain(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    bare = unicodedata.normalize("NFKD", letter)
    if bare[0] in _LETTERS:
        return _LETTERS[bare[0]]
    if bare[0].isascii():
        bare = "".join(part for part in bare if not unicodedata.combining(part))
        return bare if bare.isalnum() else " "
    kind = unicodedata.category(letter)
    if "ARABIC" in unicodedata.name(letter, "") and kind in {"Mn", "Lm"}:
        return ""  # short vowels, seldom written
    return letter if kind[0] in "LMN" else " "


def formal_names(name: str) -> frozenset[str]:
    """The names a short form may stand for; the name itself where it stands for none.

    >>> sorted(formal_names("alex")), sorted(formal_names("mohd")), sorted(formal_names("aoife"))
    (['alexander', 'alexandra'], ['mohammed'], ['aoife'])
    """
    return _FORMAL[name] if name in _FORMAL else frozenset({name})


# Each with what there must be some of for it to change anything: most names have little of it.
_SOUNDS = tuple(
    (tuple(needs.split()), re.compile(pattern), instead)
    for needs, pattern, instead in (
        ("kn gn", r"^(kn|gn)", "n"),
        ("wr", r"^wr", "r"),
        ("ps", r"^ps", "s"),
        ("mac", r"^mac(?=[bcdfghjklmnpqrstvwxz])", "mc"),
        ("ch cz", r"tsch|tch|cz|ch", "C"),
        ("sh sz ss tio sch", r"shch|sch|sh|sz|tio|ss", "s"),
        ("j dzh", r"dzh|dj|j", "J"),
        ("ph pf", r"ph|pf", "f"),
        ("gh", r"gh(?=[^aeiou]|$)", ""),
        ("c q kh gh", r"ck|kh|gh|q|c(?![eiy])", "k"),
        ("c", r"c", "s"),
        ("x", r"x", "ks"),
        ("w", r"w", "v"),
        ("z", r"z", "s"),
        ("th", r"th", "t"),
        ("y", r"^y(?=[aeiou])", "J"),
        ("h", r"(?<!^)h", ""),
        ("", r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=65536)
def sound(name: str) -> str:
    """How one part of a standard name sounds, roughly, in up to seven letters.

    Takes no side between spellings of one spoken name; names in a script it cannot read
    are their own sound.

    >>> sound("mohammed") == sound("muhamad"), sound("clarke") == sound("clark")
    (True, True)
    >>> sound("smith") == sound("smyth"), sound("philips") == sound("fillips")
    (True, True)
    """
    letters = name.replace(" ", "")
    if not letters.isascii():
        return letters[:16]
    for needs, pattern, instead in _SOUNDS:
        for need in needs or ("",):
            if need in letters:
                letters = pattern.sub(instead, letters)
                break
    first, rest = letters[:1], letters[1:]
    if first and _VOWELS.match(first):
        first = "A"
    return (first + _VOWELS.sub("", rest))[:7]
