"""The models, one file each; a new one is a frozen dataclass like its neighbours and a field of `profile.Policy`."""
