"""The commands of `regulars`: each reads its arguments, lets others work, and shows what came of it."""
