"""Made-up company names in the mixture a trading business knows: families, trades, towns, legal forms, Chinese."""

import random
from collections.abc import Callable


def _listed(words: str) -> list[str]:
    """Return the words of a text."""
    return words.split()


SYLLABLES = _listed(
    "ba be bi bo bu ca ce co cu da de di do du fa fe fi fo ga ge go gu ha he hi ho ja ka ke ki la le li lo lu ma "
    "me mi mo mu na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo wa we wi ya "
    "yo za ze zo"
)
TRADES = _listed(
    "Bike Bicycle Cycle Sports Goods Trading Services Systems Foods Logistics Energy Medical Capital Media Design "
    "Solutions Partners Industries Motors Steel Textile Hotel Restaurant Bakery Pharmacy Consulting Construction "
    "Furniture Electronics Software Travel Wine Coffee Garden Toys Books Optics Marine Chemicals Packaging "
    "Printing"
)
TOWNS = _listed(
    "London Paris Berlin Madrid Rome Vienna Lisbon Dublin Chicago Boston Dallas Denver Seattle Austin Portland "
    "Atlanta Toronto Sydney Melbourne Auckland Singapore Tokyo Osaka Seoul Mumbai Delhi Cairo Lagos Nairobi Lima "
    "Bogotá"
)
FORMS = ["", "", "", " Inc.", " Ltd", " LLC", " GmbH", " Co.", " Corporation", " S.A.", " & Co.", " and Sons"]
CHINESE_TOWNS = _listed("上海 北京 深圳 广州 杭州 成都 武汉 南京 苏州 天津 重庆 长沙 厦门")
CHINESE_WORDS = (
    "中成华瑞金鼎丰盛泰和安康永兴东方天龙海明德信义嘉美百佳万福新宏达利源通富贵祥云凤凰春秋江山星辰光大石玉林"
)
CHINESE_TRADES = ["大酒店", "贸易", "科技", "餐饮", "物流", "实业", "建材", "超市", "医药", "集团"]
ENDINGS = ["", "n", "r", "s", "l", "m"]
FAMILIES = 60_000

Kind = Callable[[random.Random, list[str]], str]


def company_names(count: int, *, seed: int = 1) -> list[str]:
    """Return made-up names, some of them alike, the same for the same arguments."""
    chance = random.Random(seed)
    families = [_family(chance) for _ in range(FAMILIES)]
    kinds = chance.choices(list(KINDS), list(KINDS.values()), k=count)
    return [kind(chance, families) for kind in kinds]


def with_typo(name: str, chance: random.Random) -> str:
    """Return `name` with one letter missing, wrong, added, or two neighbours swapped."""
    at = chance.randrange(len(name))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    swapped = name[at + 1 : at + 2] + name[at]
    slips = (name[at + 1 :], letter + name[at + 1 :], letter + name[at:], swapped + name[at + 2 :])
    return name[:at] + slips[chance.randrange(len(slips))]


def _family(chance: random.Random) -> str:
    """Return a family name."""
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).title() + chance.choice(ENDINGS)


def _plain(chance: random.Random, families: list[str]) -> str:
    """Return a family, a trade and a legal form."""
    return f"{chance.choice(families)} {chance.choice(TRADES)}{chance.choice(FORMS)}"


def _long(chance: random.Random, families: list[str]) -> str:
    """Return a family with two trades."""
    return f"{chance.choice(families)} {chance.choice(TRADES)} {chance.choice(TRADES)}{chance.choice(FORMS)}"


def _local(chance: random.Random, families: list[str]) -> str:
    """Return a name that begins with a town."""
    return f"{chance.choice(TOWNS)} {_plain(chance, families)}"


def _partners(chance: random.Random, families: list[str]) -> str:
    """Return two families with their trade."""
    return f"{chance.choice(families)} & {_plain(chance, families)}"


def _chinese(chance: random.Random, _families: list[str]) -> str:
    """Return a Chinese name: town, characters, trade, legal form."""
    middle = "".join(chance.choices(CHINESE_WORDS, k=chance.choice((2, 3, 4))))
    form = chance.choice(["", "有限公司", "有限责任公司"])
    return f"{chance.choice(CHINESE_TOWNS)}{middle}{chance.choice(CHINESE_TRADES)}{form}"


KINDS: dict[Kind, int] = {_plain: 40, _long: 25, _local: 15, _partners: 12, _chinese: 8}
"""How many in a hundred names are of each kind."""
