"""What a clerk types or a spreadsheet holds, understood: dates, money, weights, phones, ring sizes, choices.

Every reader takes text and returns a value, or raises EntryError; its text is the sentence shown.
"""


class EntryError(ValueError):
    """What was typed cannot be meant; the text says why, in the clerk's language."""
