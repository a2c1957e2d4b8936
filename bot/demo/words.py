"""Words that the demo's names are made of."""

FIRST_WORDS = (
    "Blue Heron", "Old Mill", "Lighthouse", "Café Sólo", "Fiorentina", "Harbour View", "Saint Anne's", "Kestrel",
    "Marlowe's", "Two Brothers", "Green Door", "Øresund", "Alma", "Copper Kettle", "Brasserie Lenoir", "The Anchor",
    "Rosemary", "King's Head", "Tandoori Nights", "Pêcheur", "Northgate", "Riverside", "Little Lisbon", "Zum Hirschen",
    "Oak & Vine", "Fisherman's", "Granary", "Corner", "Silver Spoon", "Bluebell", "La Paloma", "Juniper", "Magnolia",
    "Black Sheep", "Sunrise", "Wellington", "Trattoria Nonna", "Hawthorn", "Station", "Sapphire",
)  # fmt: skip

KINDS = {
    "Bistro": "Restaurant",
    "Hotel": "Hotel",
    "Kitchen": "Restaurant",
    "Catering Ltd": "Catering",
    "Tea Rooms": "Café",
    "Brewery Tap": "Pub",
    "Inn": "Hotel",
    "Bakery": "Bakery",
    "Canteen": "Catering",
    "Market Hall": "Retail",
    "Dining Club": "Restaurant",
    "Deli": "Retail",
}

HANZI_FIRST = ("东海", "福临", "金龙", "四季", "望江", "聚贤", "锦绣", "和平", "长城", "玉兰", "新世纪", "百味")

HANZI_KIND = {"大酒店": "Hotel", "酒楼": "Restaurant", "饭店": "Restaurant", "茶馆": "Café"}

REGIONS = {
    "East": ("Norwich", "Ipswich"),
    "West": ("Bristol", "Cardiff"),
    "North": ("Leeds", "Newcastle"),
    "South": ("Brighton", "Southampton"),
    "Central": ("Oxford", "Birmingham"),
}
