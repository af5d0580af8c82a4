import type { Program } from '../process/system-call.ts';
import { addgroup, adduser, deluser, su } from './accounts.ts';
import { awk } from './awk/awk.ts';
import { busybox } from './busybox.ts';
import { cat } from './cat.ts';
import { base64, cksum, md5sum, sha1sum, sha3sum, sha256sum, sha512sum } from './checksums.ts';
import { chgrp, chmod, chown } from './chmod.ts';
import { cut, tr, uniq } from './columns.ts';
import { cmp, diff } from './compare.ts';
import { cp } from './cp.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { df, du, free, mkfifo, mknod, mount, umount } from './disk.ts';
import { hexdump, od, xxd } from './dump.ts';
import { echoProgram } from './echo.ts';
import { env } from './env.ts';
import { expr } from './expr.ts';
import { find } from './find.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { head, tail } from './head-tail.ts';
import { hello } from './hello.ts';
import { httpd } from './httpd.ts';
import { arch, groups, hostname, id, logname, nproc, uname, whoami } from './identity.ts';
import { killProgram } from './kill.ts';
import { comm, expand, fold, nl, paste, rev, shuf, strings, tac } from './line-tools.ts';
import { link, ln, unlink } from './ln.ts';
import { ls } from './ls.ts';
import { mkdir, rmdir } from './mkdir.ts';
import { mv } from './mv.ts';
import { nc } from './nc.ts';
import { netstat } from './netstat.ts';
import { ifconfig, ip, route } from './network-info.ts';
import { nginx } from './nginx/nginx.ts';
import { nslookup } from './nslookup.ts';
import { basename, dirname, readlink, realpath, which } from './paths.ts';
import { ping } from './ping.ts';
import { pgIsReady } from './postgres/pg-isready.ts';
import { postgres } from './postgres/postgres.ts';
import { psql } from './postgres/psql.ts';
import { printfProgram } from './printf.ts';
import { killallProgram, pidof, ps, top, uptime } from './ps.ts';
import { pwd } from './pwd.ts';
import { redisCli } from './redis/redis-cli.ts';
import { redisServer } from './redis/redis-server.ts';
import { registry } from './registry/registry.ts';
import { rm } from './rm.ts';
import { nice, nohup, setsid, time, timeout, watch } from './run-other.ts';
import { ryuk } from './ryuk.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sh } from './shell/sh.ts';
import { sleep } from './sleep.ts';
import { clear, logger, mktemp, printenv, truncate, tty } from './small.ts';
import { sort } from './sort.ts';
import { standInClients } from './stand-ins/clients.ts';
import { standIns } from './stand-ins/table.ts';
import { stat } from './stat.ts';
import { stty } from './stty.ts';
import { tar } from './tar.ts';
import { testProgram } from './test-expression.ts';
import { touch } from './touch.ts';
import { wc } from './wc.ts';
import { wget } from './wget.ts';
import { xargs } from './xargs.ts';
import { sync, tee, usleep, yes } from './yes-tee.ts';

// biome-ignore lint/correctness/useYield: a program that does nothing
const trueProgram: Program = function* () {
  return 0;
};
// biome-ignore lint/correctness/useYield: a program that does nothing
const falseProgram: Program = function* () {
  return 1;
};

/** The programs inside containers, by command name. */
export const builtInPrograms: Readonly<Record<string, Program>> = {
  '[': testProgram,
  '[[': testProgram,
  basename,
  dirname,
  readlink,
  realpath,
  which,
  chgrp,
  chmod,
  chown,
  cp,
  cut,
  tr,
  uniq,
  date,
  arch,
  groups,
  hostname,
  id,
  logname,
  nproc,
  uname,
  whoami,
  head,
  tail,
  link,
  ln,
  unlink,
  mkdir,
  rmdir,
  mv,
  rm,
  seq,
  sort,
  stat,
  sync,
  tee,
  usleep,
  yes,
  touch,
  wc,
  grep,
  egrep,
  fgrep,
  sed,
  ps,
  top,
  pidof,
  killall: killallProgram,
  uptime,
  df,
  du,
  mount,
  umount,
  mknod,
  mkfifo,
  free,
  timeout,
  nohup,
  time,
  watch,
  setsid,
  nice,
  printenv,
  tty,
  stty,
  mktemp,
  truncate,
  clear,
  logger,
  dd,
  ip,
  ifconfig,
  route,
  ping,
  nc,
  wget,
  nslookup,
  awk,
  find,
  xargs,
  expr,
  md5sum,
  sha1sum,
  sha256sum,
  sha512sum,
  sha3sum,
  cksum,
  base64,
  od,
  hexdump,
  xxd,
  hd: hexdump,
  tac,
  rev,
  nl,
  paste,
  fold,
  expand,
  strings,
  shuf,
  comm,
  cmp,
  diff,
  busybox,
  hello,
  nginx,
  registry,
  'redis-server': redisServer,
  'redis-cli': redisCli,
  'valkey-server': redisServer,
  'valkey-cli': redisCli,
  ryuk,
  postgres,
  pg_isready: pgIsReady,
  psql,
  ...standIns,
  ...standInClients,
  adduser,
  addgroup,
  deluser,
  su,
  tar,
  gzip,
  gunzip,
  zcat,
  httpd,
  netstat,
  ash: sh,
  bash: sh,
  cat,
  echo: echoProgram,
  env,
  false: falseProgram,
  kill: killProgram,
  ls,
  printf: printfProgram,
  pwd,
  sh,
  sleep,
  test: testProgram,
  true: trueProgram,
};
