"""How answers are put: blocks, words, grounds, files, and a drawing of them for the terminal."""
