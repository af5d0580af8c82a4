import type { FileTree } from '../files/file-tree.ts';
import { putDirectory, putFile, putLink } from '../files/tree-paths.ts';
import type { ImageDefinition } from './catalogue.ts';
import type { LayerDefinition } from './layer.ts';
import { putAccounts, putStandardDirectories } from './linux-files.ts';
import { putProgram } from './program-file.ts';
import { DEFAULT_PATH, timeOf } from './times.ts';

/** The newest patch of each Alpine release that is known here. */
const RELEASES: Readonly<Record<string, readonly [version: string, created: string]>> = {
  '3.22': ['3.22.2', '2025-10-08T11:04:28Z'],
  '3.21': ['3.21.5', '2025-10-08T11:03:53Z'],
  '3.20': ['3.20.8', '2025-10-08T11:03:15Z'],
  '3.19': ['3.19.9', '2025-10-08T11:02:33Z'],
  '3.18': ['3.18.12', '2025-02-14T03:03:06Z'],
  '3.17': ['3.17.10', '2024-09-06T12:05:36Z'],
  '3.16': ['3.16.9', '2024-01-27T00:30:57Z'],
};

export const NEWEST_ALPINE = '3.22';

/** What Alpine's busybox is linked to, by directory. */
const LINKS: Readonly<Record<string, string>> = {
  '/bin':
    'arch ash base64 bbconfig cat chattr chgrp chmod chown cp date dd df dmesg dnsdomainname dumpkmap echo egrep false fatattr fdflush fgrep fsync getopt grep gunzip gzip hostname ionice iostat ipcalc kbd_mode kill link linux32 linux64 ln login ls lsattr lzop makemime mkdir mknod mktemp more mount mountpoint mpstat mv netstat nice pidof ping ping6 pipe_progress printenv ps pwd reformime rev rm rmdir run-parts sed setpriv setserial sh sleep stat stty su sync tar touch true umount uname usleep watch zcat',
  '/sbin':
    'acpid adjtimex arp blkid blockdev depmod fbsplash fdisk findfs fsck fstrim getty halt hwclock ifconfig ifdown ifenslave ifup init insmod ip ipaddr iplink ipneigh iproute iprule iptunnel klogd loadkmap logread losetup lsmod mdev mkdosfs mkfs.vfat mkswap modinfo modprobe nameif nologin pivot_root poweroff raidautorun reboot rmmod route setconsole slattach swapoff swapon switch_root sysctl syslogd tunctl udhcpc vconfig watchdog zcip',
  '/usr/bin':
    '[ [[ awk basename bc beep blkdiscard bunzip2 bzcat bzip2 cal chvt cksum clear cmp comm cpio crontab cryptpw cut dc deallocvt diff dirname dos2unix du eject env expand expr factor fallocate find flock fold free fuser getfattr groups hd head hexdump hostid id install ipcrm ipcs killall last less logger lsof lsusb lzcat lzma lzopcat md5sum mesg microcom mkfifo mkpasswd nc nl nmeter nohup nproc nsenter nslookup od openvt passwd paste pgrep pkill pmap printf pscan pstree pwdx readlink realpath renice reset resize seq setkeycodes setsid sha1sum sha256sum sha3sum sha512sum showkey shred shuf sort split strings sum tac tail tee test time timeout top tr traceroute traceroute6 tree truncate tty ttysize udhcpc6 unexpand uniq unix2dos unlink unlzma unlzop unshare unxz unzip uptime uudecode uuencode vi vlock volname wc wget which who whoami whois xargs xxd xzcat yes',
  '/usr/sbin':
    'add-shell addgroup adduser arping brctl chpasswd chroot crond delgroup deluser ether-wake fbset killall5 loadfont nanddump nandwrite nbd-client ntpd partprobe rdate rdev readahead remove-shell rfkill sendmail setfont setlogcons',
};

const ACCOUNTS = [
  { name: 'root', uid: 0, home: '/root', shell: '/bin/sh' },
  { name: 'bin', uid: 1, home: '/bin', shell: '/sbin/nologin' },
  { name: 'daemon', uid: 2, home: '/sbin', shell: '/sbin/nologin' },
  { name: 'lp', uid: 4, gid: 7, home: '/var/spool/lpd', shell: '/sbin/nologin' },
  { name: 'sync', uid: 5, gid: 0, home: '/sbin', shell: '/bin/sync' },
  { name: 'shutdown', uid: 6, gid: 0, home: '/sbin', shell: '/sbin/shutdown' },
  { name: 'halt', uid: 7, gid: 0, home: '/sbin', shell: '/sbin/halt' },
  { name: 'mail', uid: 8, gid: 12, home: '/var/mail', shell: '/sbin/nologin' },
  { name: 'news', uid: 9, gid: 13, home: '/usr/lib/news', shell: '/sbin/nologin' },
  { name: 'uucp', uid: 10, gid: 14, home: '/var/spool/uucppublic', shell: '/sbin/nologin' },
  { name: 'cron', uid: 16, home: '/var/spool/cron', shell: '/sbin/nologin' },
  { name: 'ftp', uid: 21, home: '/var/lib/ftp', shell: '/sbin/nologin' },
  { name: 'sshd', uid: 22, home: '/dev/null', shell: '/sbin/nologin' },
  { name: 'games', uid: 35, home: '/usr/games', shell: '/sbin/nologin' },
  { name: 'ntp', uid: 123, home: '/var/empty', shell: '/sbin/nologin' },
  { name: 'guest', uid: 405, gid: 100, home: '/dev/null', shell: '/sbin/nologin' },
  { name: 'nobody', uid: 65534, home: '/', shell: '/sbin/nologin' },
];

const GROUPS = [
  ['root', 0, 'root'],
  ['bin', 1, 'root,bin,daemon'],
  ['daemon', 2, 'root,bin,daemon'],
  ['sys', 3, 'root,bin'],
  ['adm', 4, 'root,daemon'],
  ['tty', 5],
  ['disk', 6, 'root'],
  ['lp', 7, 'lp'],
  ['kmem', 9],
  ['wheel', 10, 'root'],
  ['floppy', 11, 'root'],
  ['mail', 12, 'mail'],
  ['news', 13, 'news'],
  ['uucp', 14, 'uucp'],
  ['cron', 16, 'cron'],
  ['audio', 18],
  ['cdrom', 19],
  ['dialout', 20, 'root'],
  ['ftp', 21],
  ['sshd', 22],
  ['input', 23],
  ['tape', 26, 'root'],
  ['video', 27, 'root'],
  ['netdev', 28],
  ['kvm', 34, 'kvm'],
  ['games', 35],
  ['shadow', 42],
  ['www-data', 82],
  ['users', 100, 'games'],
  ['ntp', 123],
  ['abuild', 300],
  ['utmp', 406],
  ['ping', 999],
  ['nogroup', 65533],
  ['nobody', 65534],
] as const;

function fill(tree: FileTree, version: string, timeNs: bigint): void {
  putStandardDirectories(tree, timeNs);
  putProgram(tree, '/bin/busybox', timeNs, 808_712);
  for (const [directory, names] of Object.entries(LINKS)) {
    for (const name of names.split(' ')) putLink(tree, `${directory}/${name}`, '/bin/busybox', timeNs);
  }
  for (const [path, size] of [
    ['/lib/ld-musl-x86_64.so.1', 662_248],
    ['/usr/lib/libcrypto.so.3', 4_611_432],
    ['/usr/lib/libssl.so.3', 792_384],
    ['/usr/lib/libapk.so.2.14.9', 222_240],
    ['/usr/bin/getent', 14_080],
    ['/usr/bin/ssl_client', 14_080],
    ['/sbin/apk', 75_208],
  ] as const) {
    putProgram(tree, path, timeNs, size);
  }
  putLink(tree, '/lib/libc.musl-x86_64.so.1', 'ld-musl-x86_64.so.1', timeNs);
  putAccounts(tree, ACCOUNTS, GROUPS, timeNs);
  const minor = version.split('.').slice(0, 2).join('.');
  putFile(tree, '/etc/alpine-release', `${version}\n`, timeNs);
  putFile(tree, '/etc/os-release', osRelease(version, minor), timeNs);
  putFile(tree, '/etc/issue', `Welcome to Alpine Linux ${minor}\nKernel \\r on \\m (\\l)\n\n`, timeNs);
  putFile(tree, '/etc/shells', '# valid login shells\n/bin/sh\n/bin/ash\n', timeNs);
  putFile(tree, '/etc/nsswitch.conf', 'hosts: files dns\n', timeNs);
  putFile(
    tree,
    '/etc/profile',
    "export PATH='/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'\n",
    timeNs,
  );
  const mirror = `https://dl-cdn.alpinelinux.org/alpine/v${minor}`;
  putFile(tree, '/etc/apk/repositories', `${mirror}/main\n${mirror}/community\n`, timeNs);
  putFile(tree, '/etc/apk/world', 'alpine-baselayout\nalpine-keys\napk-tools\nbusybox\nlibc-utils\n', timeNs);
  putFile(tree, '/usr/share/ca-certificates/.keep', '', timeNs);
  putDirectory(tree, '/etc/ssl/certs', timeNs);
}

function osRelease(version: string, minor: string): string {
  return `NAME="Alpine Linux"
ID=alpine
VERSION_ID=${version}
PRETTY_NAME="Alpine Linux v${minor}"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"
`;
}

/** The whole version and time of a release: `3.20`, `3.20.3`; of one that is not known, as given. */
function releaseOf(version: string): readonly [version: string, created: string] {
  const minor = version.split('.').slice(0, 2).join('.');
  const [newest, created] = RELEASES[minor] ?? [version, '2024-01-27T00:30:57Z'];
  return [version === minor ? newest : version, created];
}

export function alpineLayer(version: string): LayerDefinition {
  const [whole, created] = releaseOf(version);
  return {
    key: `alpine ${whole}`,
    timeNs: timeOf(created),
    compressedSize: 3_802_452,
    fill: (tree, timeNs) => fill(tree, whole, timeNs),
  };
}

export function alpine(version: string): ImageDefinition {
  const [whole, created] = releaseOf(version);
  return {
    created,
    config: { Env: [DEFAULT_PATH], Cmd: ['/bin/sh'], WorkingDir: '/' },
    layers: [alpineLayer(version)],
    history: [
      { createdBy: `ADD alpine-minirootfs-${whole}-x86_64.tar.gz / # buildkit` },
      { createdBy: 'CMD ["/bin/sh"]', empty: true },
    ],
  };
}
