"""Emoji by the names that Slack gives them."""

import unicodedata

NAMED = {
    "+1": "👍", "-1": "👎", "100": "💯", "alarm_clock": "⏰", "arrow_down": "⬇️", "arrow_left": "⬅️",
    "arrow_lower_right": "↘️", "arrow_right": "➡️", "arrow_up": "⬆️", "arrow_upper_right": "↗️",
    "ballot_box_with_check": "☑️", "bangbang": "‼️", "beers": "🍻", "boom": "💥", "brain": "🧠",
    "bulb": "💡", "calendar": "📆", "cd": "💿", "chart": "💹", "chart_with_downwards_trend": "📉",
    "chart_with_upwards_trend": "📈", "clap": "👏", "clipboard": "📋", "coffee": "☕", "computer": "💻",
    "confetti_ball": "🎊", "cry": "😢", "date": "📅", "disappointed": "😞", "dollar": "💵",
    "dotted_line_face": "🫥", "email": "📧", "exclamation": "❗", "eyes": "👀", "file_folder": "📁",
    "fire": "🔥", "gear": "⚙️", "gift": "🎁", "grin": "😁", "grinning": "😀", "handshake": "🤝",
    "heart": "❤️", "heart_eyes": "😍", "heavy_check_mark": "✔️", "heavy_plus_sign": "➕", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "house": "🏠", "information_source": "ℹ️", "joy": "😂", "key": "🔑",
    "large_blue_circle": "🔵", "large_green_circle": "🟢", "large_orange_circle": "🟠",
    "large_purple_circle": "🟣", "large_yellow_circle": "🟡", "laughing": "😆", "link": "🔗", "lock": "🔒",
    "mag": "🔍", "mega": "📣", "memo": "📝", "moneybag": "💰", "money_with_wings": "💸", "muscle": "💪",
    "no_bell": "🔕", "no_entry": "⛔", "no_entry_sign": "🚫", "office": "🏢", "ok": "🆗", "ok_hand": "👌",
    "paperclip": "📎", "phone": "☎️", "point_left": "👈", "point_right": "👉", "pencil": "📝",
    "pencil2": "✏️", "pray": "🙏", "pushpin": "📌", "question": "❓", "raised_hands": "🙌",
    "red_circle": "🔴", "relaxed": "☺️", "repeat": "🔁", "robot_face": "🤖", "rotating_light": "🚨",
    "scream": "😱", "shopping_trolley": "🛒", "sleeping": "😴", "slightly_smiling_face": "🙂", "smile": "😄",
    "smiley": "😃", "sob": "😭", "stopwatch": "⏱️", "sunglasses": "😎", "sunny": "☀️", "sweat_smile": "😅",
    "tada": "🎉", "telephone_receiver": "📞", "thinking_face": "🤔", "thumbsdown": "👎", "thumbsup": "👍",
    "timer_clock": "⏲️", "truck": "🚚", "wave": "👋", "warning": "⚠️", "wastebasket": "🗑️",
    "white_check_mark": "✅", "white_circle": "⚪", "black_circle": "⚫", "wink": "😉", "wrench": "🔧",
    "x": "❌", "zap": "⚡", "zzz": "💤",
}  # fmt: skip
"""Those whose Unicode name is another one."""


def emoji(name: str) -> str:
    """Return the emoji of a name, or `:name:` where it is none that we know."""
    return NAMED.get(name) or _by_its_unicode_name(name) or f":{name}:"


def _by_its_unicode_name(name: str) -> str:
    """Return the pictogram that Unicode calls so, such as `rocket`; letters are none."""
    try:
        found = unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return ""
    return found if unicodedata.category(found[0]) == "So" else ""
