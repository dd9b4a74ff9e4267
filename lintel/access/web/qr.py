"""The picture an authenticator app reads."""

import qrcode
from allauth.mfa.adapter import get_adapter

from lintel.access.models import Account


def picture_of(account: Account, secret: str) -> str:
    """The black squares as one SVG path, one unit a square, without the quiet edge.

    Shape: "45 M0 0h7v1h-7z..." with the side length first, for viewBox.
    """
    code = qrcode.QRCode(border=0)
    code.add_data(get_adapter().build_totp_url(account, secret))
    code.make(fit=True)
    squares = [
        f"M{x} {y}h1v1h-1z"
        for y, line in enumerate(code.get_matrix())
        for x, dark in enumerate(line)
        if dark
    ]
    return f"{len(code.get_matrix())} {''.join(squares)}"
