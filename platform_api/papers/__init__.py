"""Paper forms that come in: registered with their scan, listed, looked at, taken in hand, entered or sent back."""
