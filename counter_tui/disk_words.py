"""What the system has against a file or a folder, in the clerk's language."""

from __future__ import annotations

import errno

from counter_tui.i18n import N_, _

_REASONS = {
    errno.ENOENT: N_("No such file or folder"),
    errno.EACCES: N_("Not permitted"),
    errno.EPERM: N_("Not permitted"),
    errno.EISDIR: N_("This is a folder, not a file"),
    errno.ENOTDIR: N_("A file stands where a folder should be"),
    errno.ENAMETOOLONG: N_("The name is too long"),
    errno.EEXIST: N_("Something of that name is there already"),
    errno.ENOSPC: N_("The disk is full"),
    errno.EROFS: N_("The disk is read-only"),
}


def reason(error: OSError) -> str:
    """Why it did not go, without a full stop; what seldom happens as the system says it."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)


def sentence(error: Exception) -> str:
    """Why, and with which file; an error that is none of the system's speaks for itself."""
    if not isinstance(error, OSError):
        return str(error)
    if error.filename is None:
        return reason(error)
    return _("{reason}: {file}").format(reason=reason(error), file=error.filename)
