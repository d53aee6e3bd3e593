"""The one way in which the kernel says no."""


class CertificateError(ValueError):
    """A certificate is malformed or does not prove what it says; the message names the step."""
