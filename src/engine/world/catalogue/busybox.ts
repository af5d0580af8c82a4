import { type FileTree, ROOT_INO } from '../files/file-tree.ts';
import { findPath, putDirectory, putFile, putLink } from '../files/tree-paths.ts';
import type { ImageDefinition } from './catalogue.ts';
import type { LayerDefinition } from './layer.ts';
import { putProgram } from './program-file.ts';
import { DEFAULT_PATH, timeOf } from './times.ts';

/** The applets of Docker's own busybox image, which are names of one file. */
const BUSYBOX_APPLETS =
  '[ [[ acpid add-shell addgroup adduser adjtimex ar arch arp arping ascii ash awk base32 base64 basename bc beep blkdiscard blkid blockdev bootchartd brctl bunzip2 bzcat bzip2 cal cat chat chattr chgrp chmod chown chpasswd chpst chroot chrt chvt cksum clear cmp comm conspy cp cpio crc32 crond crontab cryptpw cttyhack cut date dc dd deallocvt delgroup deluser depmod devmem df dhcprelay diff dirname dmesg dnsd dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap dumpleases echo ed egrep eject env envdir envuidgid ether-wake expand expr factor fakeidentd fallocate false fatattr fbset fbsplash fdflush fdformat fdisk fgconsole fgrep find findfs flock fold free freeramdisk fsck fsck.minix fsfreeze fstrim fsync ftpd ftpget ftpput fuser getfattr getopt getty grep groups gunzip gzip halt hd hdparm head hexdump hexedit hostid hostname httpd hush hwclock i2cdetect i2cdump i2cget i2cset i2ctransfer id ifconfig ifdown ifenslave ifplugd ifup inetd init insmod install ionice iostat ip ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute iprule iptunnel kbd_mode kill killall killall5 klogd last less link linux32 linux64 linuxrc ln loadfont loadkmap logger login logname logread losetup lpd lpq lpr ls lsattr lsmod lsof lspci lsscsi lsusb lzcat lzma lzop makedevs makemime man md5sum mdev mesg microcom mim mkdir mkdosfs mke2fs mkfifo mkfs.ext2 mkfs.minix mkfs.reiser mkfs.vfat mknod mkpasswd mkswap mktemp modinfo modprobe more mount mountpoint mpstat mt mv nameif nanddump nandwrite nbd-client nc netstat nice nl nmeter nohup nologin nproc nsenter nslookup ntpd od openvt partprobe passwd paste patch pgrep pidof ping ping6 pipe_progress pivot_root pkill pmap popmaildir poweroff powertop printenv printf ps pscan pstree pwd pwdx raidautorun rdate rdev readahead readlink readprofile realpath reboot reformime remove-shell renice reset resize resume rev rm rmdir rmmod route rpm rpm2cpio rtcwake run-init run-parts runlevel runsv runsvdir rx script scriptreplay sed seedrng sendmail seq setarch setconsole setfattr setfont setkeycodes setlogcons setpriv setserial setsid setuidgid sh sha1sum sha256sum sha3sum sha512sum showkey shred shuf slattach sleep smemcap softlimit sort split ssl_client start-stop-daemon stat strings stty su sulogin sum sv svc svlogd svok swapoff swapon switch_root sync sysctl syslogd tac tail tar taskset tc tcpsvd tee telnet telnetd test tftp tftpd time timeout top touch tr traceroute traceroute6 tree true truncate ts tsort tty ttysize tunctl ubiattach ubidetach ubimkvol ubirename ubirmvol ubirsvol ubiupdatevol udhcpc udhcpc6 udhcpd udpsvd uevent umount uname uncompress unexpand uniq unix2dos unlink unlzma unshare unxz unzip uptime users usleep uudecode uuencode vconfig vi vlock volname w wall watch watchdog wc wget which who whoami whois xargs xxd xz xzcat yes zcat zcip'.split(
    ' ',
  );

const PASSWD = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
sync:x:4:100:sync:/bin:/bin/sync
mail:x:8:8:mail:/var/spool/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:Operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;

const GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mail:x:8:
kmem:x:9:
wheel:x:10:root
cdrom:x:11:
dialout:x:18:
floppy:x:19:
video:x:28:
audio:x:29:
tape:x:32:
www-data:x:33:
operator:x:37:
utmp:x:43:
plugdev:x:46:
staff:x:50:
lock:x:54:
netdev:x:82:
users:x:100:
nobody:x:65534:
`;

function fill(tree: FileTree, timeNs: bigint): void {
  const bin = putDirectory(tree, '/bin', timeNs);
  const program = putProgram(tree, '/bin/busybox', timeNs, 1_119_808);
  for (const applet of BUSYBOX_APPLETS) {
    if (applet !== 'busybox') tree.link(bin, applet, program, timeNs);
  }
  putDirectory(tree, '/dev', timeNs);
  putFile(tree, '/etc/passwd', PASSWD, timeNs);
  putFile(tree, '/etc/group', GROUP, timeNs);
  putFile(tree, '/etc/shadow', PASSWD.replaceAll(/^([^:]+):.*$/gm, '$1:*:::::::'), timeNs, { mode: 0o640 });
  putFile(tree, '/etc/nsswitch.conf', 'hosts: files dns\n', timeNs);
  for (const hook of ['if-down.d', 'if-post-down.d', 'if-pre-up.d', 'if-up.d']) {
    putDirectory(tree, `/etc/network/${hook}`, timeNs);
  }
  putDirectory(tree, '/home', timeNs, { uid: 65534, gid: 65534 });
  for (const library of ['ld-linux-x86-64.so.2', 'libc.so.6', 'libm.so.6', 'libresolv.so.2']) {
    putProgram(tree, `/lib/${library}`, timeNs, 215_000);
  }
  putLink(tree, '/lib64', 'lib', timeNs);
  putDirectory(tree, '/root', timeNs, { mode: 0o700 });
  putDirectory(tree, '/tmp', timeNs, { mode: 0o1777 });
  putDirectory(tree, '/usr/bin', timeNs);
  putDirectory(tree, '/usr/sbin', timeNs);
  putLink(tree, '/usr/bin/env', '../../bin/env', timeNs);
  putDirectory(tree, '/var/spool/mail', timeNs, { mode: 0o755 });
  putDirectory(tree, '/var/www', timeNs, { uid: 33, gid: 33 });
  const root = findPath(tree, '/') ?? ROOT_INO;
  tree.change(root, { mtimeNs: timeNs }, timeNs);
}

const CREATED = '2024-09-26T21:31:42Z';

/** busybox and its builds against glibc, musl and uclibc, which differ in name only. */
export function busybox(version: string, libc: string): ImageDefinition {
  const layer: LayerDefinition = {
    key: `busybox ${version} ${libc}`,
    timeNs: timeOf(CREATED),
    compressedSize: 2_156_519,
    fill,
  };
  return {
    created: CREATED,
    config: { Env: [DEFAULT_PATH], Cmd: ['sh'] },
    layers: [layer],
    history: [{ createdBy: `BusyBox ${version} (${libc}), Debian 12` }],
  };
}
