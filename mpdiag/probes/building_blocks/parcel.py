"""What the building blocks are given to carry, and the words for how it arrived."""

PARCEL = {"text": "Zo\u00eb", "large": 2**70, "bytes": bytes(range(256)), "nested": [None, (1.5, True)]}
"""Small enough for the buffer of every pipe, so that sending it waits for nobody."""


def carried(received: object, sent: object = PARCEL) -> str:
    """Judge by the content, not by the absence of an exception."""
    return "carries data" if received == sent else "changes data"
