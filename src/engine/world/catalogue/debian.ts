import type { FileTree } from '../files/file-tree.ts';
import { putDirectory, putFile, putLink } from '../files/tree-paths.ts';
import type { ImageDefinition } from './catalogue.ts';
import type { LayerDefinition } from './layer.ts';
import { putAccounts, putStandardDirectories } from './linux-files.ts';
import { putProgram } from './program-file.ts';
import { timeOf } from './times.ts';

/** A release of Debian or Ubuntu. */
interface Release {
  readonly distribution: 'debian' | 'ubuntu';
  readonly codename: string;
  readonly version: string;
  readonly pretty: string;
  readonly created: string;
  /** Bytes to download. */
  readonly compressedSize: number;
}

const RELEASES: readonly Release[] = [
  debianRelease('trixie', '13', '13.1', '2025-11-03T20:43:21Z', 49_278_592),
  debianRelease('bookworm', '12', '12.12', '2025-11-03T20:43:21Z', 48_479_744),
  debianRelease('bullseye', '11', '11.11', '2025-11-03T20:43:21Z', 53_757_440),
  debianRelease('buster', '10', '10.13', '2024-06-12T20:10:04Z', 50_500_096),
  ubuntuRelease('noble', '24.04', '24.04.3 LTS (Noble Numbat)', '2025-10-01T10:49:26.014Z', 29_724_672),
  ubuntuRelease('jammy', '22.04', '22.04.5 LTS (Jammy Jellyfish)', '2025-10-13T15:01:44.276Z', 29_536_256),
  ubuntuRelease('focal', '20.04', '20.04.6 LTS (Focal Fossa)', '2025-04-08T10:41:45.612Z', 27_508_224),
];

const NEWEST_DEBIAN = 'trixie';
const NEWEST_UBUNTU = 'noble';

function debianRelease(
  codename: string,
  version: string,
  point: string,
  created: string,
  compressedSize: number,
): Release {
  const pretty = `Debian GNU/Linux ${version} (${codename})`;
  return { distribution: 'debian', codename, version: point, pretty, created, compressedSize };
}

function ubuntuRelease(
  codename: string,
  version: string,
  pretty: string,
  created: string,
  compressedSize: number,
): Release {
  return {
    distribution: 'ubuntu',
    codename,
    version,
    pretty: `Ubuntu ${pretty}`,
    created,
    compressedSize,
  };
}

/** The release that a codename or a version number stands for: `bookworm`, `12`, `12.5`, `24.04`. */
export function findRelease(distribution: Release['distribution'], name: string): Release | undefined {
  return RELEASES.find(release => {
    if (release.distribution !== distribution) return false;
    const major = release.version.split('.')[0] as string;
    if (distribution === 'ubuntu') return name === release.codename || name === release.version;
    return name === release.codename || name === major || name.startsWith(`${major}.`);
  });
}

const PROGRAMS: Readonly<Record<string, string>> = {
  '/usr/bin':
    '[ apt apt-cache apt-get apt-key apt-mark arch awk b2sum base32 base64 basename basenc bash bashbug cat chage chattr chcon chfn chgrp chmod chown chsh cksum clear cmp comm cp csplit cut dash date dd deb-systemd-helper debconf df diff diff3 dir dircolors dirname dmesg dpkg dpkg-deb dpkg-query du echo egrep env expand expiry expr factor fallocate false fgrep find findmnt flock fmt fold getconf getent getopt gpasswd grep groups gunzip gzip head hostid hostname iconv id infocmp install ionice ipcrm ipcs join last ldd link ln locale localedef logger login logname ls lsattr lsblk lscpu lsipc lslocks lsns mawk mcookie md5sum mesg mkdir mkfifo mknod mktemp more mount mountpoint mv namei newgrp nice nl nohup nproc nsenter numfmt od paste passwd pathchk perl pinky pr printenv printf prlimit ptx pwd readlink realpath renice rev rm rmdir runcon run-parts savelog script sdiff sed seq setarch setpriv setsid setterm sh sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty su sum sync tabs tac tail tar taskset tee tempfile test tic timeout toe touch tput tr true truncate tset tsort tty tzselect umount uname unexpand uniq unlink unshare users utmpdump vdir wall wc wdctl whereis which who whoami xargs yes zcat zcmp zdiff zegrep zfgrep zforce zgrep zless zmore znew',
  '/usr/sbin':
    'addgroup adduser agetty blkid blockdev chcpu chgpasswd chpasswd chroot ctrlaltdel delgroup deluser dpkg-preconfigure dpkg-reconfigure e2fsck fdisk findfs fsck fsfreeze fstrim getty groupadd groupdel groupmod grpck hwclock installkernel invoke-rc.d ldconfig losetup mke2fs mkfs mkfs.ext4 mkhomedir_helper mkswap newusers nologin pam-auth-update pivot_root pwck readprofile resize2fs runuser service start-stop-daemon sulogin swaplabel swapoff swapon switch_root sysctl tune2fs update-passwd update-rc.d useradd userdel usermod vigr vipw wipefs zic',
};

const ACCOUNTS = [
  { name: 'root', uid: 0, home: '/root', shell: '/bin/bash' },
  { name: 'daemon', uid: 1, home: '/usr/sbin' },
  { name: 'bin', uid: 2, home: '/bin' },
  { name: 'sys', uid: 3, home: '/dev' },
  { name: 'sync', uid: 4, gid: 65534, home: '/bin', shell: '/bin/sync' },
  { name: 'games', uid: 5, gid: 60, home: '/usr/games' },
  { name: 'man', uid: 6, gid: 12, home: '/var/cache/man' },
  { name: 'lp', uid: 7, home: '/var/spool/lpd' },
  { name: 'mail', uid: 8, home: '/var/mail' },
  { name: 'news', uid: 9, home: '/var/spool/news' },
  { name: 'uucp', uid: 10, home: '/var/spool/uucp' },
  { name: 'proxy', uid: 13, home: '/bin' },
  { name: 'www-data', uid: 33, home: '/var/www' },
  { name: 'backup', uid: 34, home: '/var/backups' },
  { name: 'list', uid: 38, home: '/var/list', comment: 'Mailing List Manager' },
  { name: 'irc', uid: 39, home: '/run/ircd', comment: 'ircd' },
  { name: '_apt', uid: 42, gid: 65534, home: '/nonexistent', comment: '' },
  { name: 'nobody', uid: 65534, home: '/nonexistent' },
];

const GROUPS = [
  ['root', 0],
  ['daemon', 1],
  ['bin', 2],
  ['sys', 3],
  ['adm', 4],
  ['tty', 5],
  ['disk', 6],
  ['lp', 7],
  ['mail', 8],
  ['news', 9],
  ['uucp', 10],
  ['man', 12],
  ['proxy', 13],
  ['kmem', 15],
  ['dialout', 20],
  ['fax', 21],
  ['voice', 22],
  ['cdrom', 24],
  ['floppy', 25],
  ['tape', 26],
  ['sudo', 27],
  ['audio', 29],
  ['dip', 30],
  ['www-data', 33],
  ['backup', 34],
  ['operator', 37],
  ['list', 38],
  ['irc', 39],
  ['src', 40],
  ['shadow', 42],
  ['utmp', 43],
  ['video', 44],
  ['sasl', 45],
  ['plugdev', 46],
  ['staff', 50],
  ['games', 60],
  ['users', 100],
  ['nogroup', 65534],
] as const;

function fill(tree: FileTree, release: Release, timeNs: bigint): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    putDirectory(tree, `/usr/${name}`, timeNs);
    putLink(tree, `/${name}`, `usr/${name}`, timeNs);
  }
  putStandardDirectories(tree, timeNs);
  for (const [directory, names] of Object.entries(PROGRAMS)) {
    for (const name of names.split(' ')) putProgram(tree, `${directory}/${name}`, timeNs);
  }
  for (const library of ['libc.so.6', 'libm.so.6', 'libpthread.so.0', 'libresolv.so.2', 'libtinfo.so.6']) {
    putProgram(tree, `/usr/lib/x86_64-linux-gnu/${library}`, timeNs, 900_000);
  }
  putProgram(tree, '/usr/lib64/ld-linux-x86-64.so.2', timeNs, 225_600);
  putAccounts(tree, ACCOUNTS, GROUPS, timeNs);
  putRelease(tree, release, timeNs);
  putFile(
    tree,
    '/etc/shells',
    '# /etc/shells: valid login shells\n/bin/sh\n/bin/bash\n/usr/bin/bash\n',
    timeNs,
  );
  putFile(tree, '/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n', timeNs);
  putFile(tree, '/etc/profile', 'export PATH\n', timeNs);
  putFile(tree, '/etc/bash.bashrc', '# System-wide .bashrc file\n', timeNs);
  putFile(tree, '/root/.bashrc', '# ~/.bashrc: executed by bash(1) for non-login shells.\n', timeNs);
  putFile(tree, '/root/.profile', '# ~/.profile: executed by Bourne-compatible login shells.\n', timeNs);
  for (const path of ['/var/lib/apt/lists/partial', '/var/cache/apt/archives/partial', '/var/mail']) {
    putDirectory(tree, path, timeNs);
  }
  putFile(tree, '/var/lib/dpkg/status', '', timeNs);
}

function putRelease(tree: FileTree, release: Release, timeNs: bigint): void {
  const { distribution, codename, version, pretty } = release;
  const major = distribution === 'debian' ? (version.split('.')[0] as string) : version;
  const name = distribution === 'debian' ? 'Debian GNU/Linux' : 'Ubuntu';
  const osRelease = `PRETTY_NAME="${pretty.replace(/ \([A-Z].*\)$/, '')}"
NAME="${name}"
VERSION_ID="${major}"
VERSION="${pretty.slice(name.length + 1)}"
VERSION_CODENAME=${codename}
ID=${distribution}
${distribution === 'ubuntu' ? `ID_LIKE=debian\nUBUNTU_CODENAME=${codename}\n` : ''}HOME_URL="https://www.${distribution}.${distribution === 'debian' ? 'org' : 'com'}/"
`;
  putFile(tree, '/usr/lib/os-release', osRelease, timeNs);
  putLink(tree, '/etc/os-release', '../usr/lib/os-release', timeNs);
  putFile(tree, '/etc/issue', `${pretty} \\n \\l\n\n`, timeNs);
  if (distribution === 'debian') putFile(tree, '/etc/debian_version', `${version}\n`, timeNs);
  else putFile(tree, '/etc/lsb-release', `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${version}\n`, timeNs);
}

export function debianLayer(release: Release, slim: boolean): LayerDefinition {
  return {
    key: `${release.distribution} ${release.codename}${slim ? ' slim' : ''}`,
    timeNs: timeOf(release.created),
    compressedSize: slim ? Math.round(release.compressedSize * 0.6) : release.compressedSize,
    fill: (tree, timeNs) => fill(tree, release, timeNs),
  };
}

/** The command that the history shows for a release's layer. */
export function debianHistory(release: Release): string {
  const suite = release.distribution === 'debian' ? `'${release.codename}' '@1762202650'` : release.codename;
  return release.distribution === 'debian'
    ? `# debian.sh --arch 'amd64' out/ ${suite}`
    : '/bin/sh -c #(nop) ADD file:6795ee44b2c84f1b1d9ba4bb3ea5c1e1ea2c8aa6ea2e54f7fa4b7a9c0e57f1d5 in / ';
}

/** `debian` and `ubuntu`, by codename or version, with or without `-slim`. */
export function debian(distribution: Release['distribution'], tag: string): ImageDefinition | undefined {
  const newest = distribution === 'debian' ? NEWEST_DEBIAN : NEWEST_UBUNTU;
  const [, base = tag, slim] = /^(.*?)(-slim)?$/.exec(tag) ?? [];
  const named = ['latest', 'stable', 'rolling', ''].includes(base) ? newest : base;
  const release = findRelease(distribution, named);
  if (release === undefined) return undefined;
  const shell = distribution === 'debian' ? 'bash' : '/bin/bash';
  const labels = {
    'org.opencontainers.image.ref.name': 'ubuntu',
    'org.opencontainers.image.version': release.version,
  };
  return {
    created: release.created,
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: [shell],
      ...(distribution === 'ubuntu' && { Labels: labels }),
    },
    layers: [debianLayer(release, slim !== undefined)],
    history: [
      { createdBy: debianHistory(release) },
      ...(distribution === 'ubuntu'
        ? [{ createdBy: `/bin/sh -c #(nop)  CMD ["${shell}"]`, empty: true }]
        : []),
    ],
  };
}
