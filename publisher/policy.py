"""The Content-Security-Policy of a site: what its pages may load and run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Final

#: Everything comes from the site itself; small images of styles are in the styles.
_OWN: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def script_hash(script: bytes) -> str:
    """`'sha256-…'`, by which the policy allows one script that stands in a page, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


def content_security_policy(hashes: Iterable[str] = ()) -> str:
    """The value of the header, for pages with the scripts of these hashes in them."""
    allowed = _OWN | {"script-src": " ".join([_OWN["script-src"], *sorted(set(hashes))])}
    return "; ".join(f"{name} {value}" for name, value in allowed.items())
