/**
 * A container's file system as its processes see it: the root's FileTree and the mounts over it (volumes, binds,
 * tmpfs, /proc, /dev, /etc/hosts, ...). The owner of world/files fills it in.
 */
export class FileSystemView {}
