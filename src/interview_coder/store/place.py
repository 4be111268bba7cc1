"""Where a project file may live: not in a synced or network folder, where copies and locks corrupt it."""

from __future__ import annotations

import re
from pathlib import Path

from interview_coder.errors import ProjectFileError
from interview_coder.locale import t

_SYNCED = (
    "dropbox",
    "onedrive",
    "nextcloud",
    "owncloud",
    "google drive",
    "googledrive",
    "my drive",
    "icloud",
    "icloud drive",
    "com~apple~clouddocs",
    "mobile documents",
    "pcloud",
    "seafile",
    "syncthing",
    "sharedocs",
    "kdrive",
)
_MARKERS = (".dropbox", ".owncloudsync.log", ".nextcloudsync.log", ".stfolder", ".sync_journal.db", ".seafile-data")
_NETWORK = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "vboxsf", "davfs"),
    *("fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.vmhgfs-fuse", "fuse.glusterfs"),
)
_ESCAPED = re.compile(r"\\(\d{3})")


def refuse_shared_place(path: Path) -> None:
    """Raise ProjectFileError when `path` (the project file) lies in a synced or network folder."""
    folder = path.resolve().parent
    reason = _synced_by(folder) or mounted_from(folder, Path("/proc/mounts"))
    if reason:
        raise ProjectFileError(
            t("store.shared_place", path=path, reason=reason), t("store.shared_place_hint", name=path.name)
        )


def _synced_by(folder: Path) -> str | None:
    for place in (folder, *folder.parents):
        name = place.name.casefold()
        for word in _SYNCED:
            if name == word or name.startswith((word + " ", word + "-", word + "_", word + ".")):
                return place.name
        if any((place / marker).exists() for marker in _MARKERS):
            return place.name
    return None


def mounted_from(folder: Path, mounts: Path) -> str | None:
    """The type of the network file system that `folder` lies in, by a list like /proc/mounts; None for a disk here."""
    if not mounts.exists():
        return None
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        source, point, system, *_ = line.split(" ")
        point = _ESCAPED.sub(lambda match: chr(int(match[1], 8)), point)
        if folder.is_relative_to(point) and len(point) >= len(best):
            # davfs2 shows as plain fuse, mounted from an address.
            best, kind = point, "davfs" if system == "fuse" and source.startswith("http") else system
    return kind if kind in _NETWORK else None
