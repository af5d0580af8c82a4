#!/usr/bin/env bash
# A real dockerd 20.10.24 (API 1.12 to 1.41): Debian bookworm's docker.io, unpacked beside the system, for recordings.
#
#   dockerd-20.10.sh start DIR | stop DIR | docker ARGS      (DIR default /tmp/live-20)
#
# It runs in a network namespace of its own: reach it over DIR/docker.sock alone. `docker` is the CLI of the same release.
# Its images are busybox:latest, alpine:latest, alpine:3.20 (one image) and hello-world:latest. Needs root and apt-get.
set -euo pipefail
CACHE=${LIVE_20_CACHE:-/var/cache/live-20}
verb=${1:-start}; shift || true

install() {
  [ -x "$CACHE/bin/dockerd" ] && return
  mkdir -p "$CACHE/debs" "$CACHE/root" "$CACHE/bin"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tini iptables busybox-static iproute2 libdevmapper1.02.1 >/dev/null
  (cd "$CACHE/debs" && apt-get download -qq docker.io containerd runc)
  for d in "$CACHE"/debs/*.deb; do dpkg -x "$d" "$CACHE/root"; done
  cp "$(command -v tini-static)" "$CACHE/bin/docker-init"
  for b in usr/bin/containerd usr/bin/containerd-shim-runc-v2 usr/sbin/runc usr/sbin/dockerd usr/sbin/docker-proxy usr/bin/docker-proxy; do
    [ ! -e "$CACHE/root/$b" ] || cp "$CACHE/root/$b" "$CACHE/bin/"
  done
}

cli() { DOCKER_CONFIG=$CACHE/config "$CACHE/root/usr/bin/docker" "$@"; }

images() {
  export DOCKER_HOST=unix://$1/docker.sock
  cli image inspect busybox:latest >/dev/null 2>&1 && return
  local r; r=$(mktemp -d)
  mkdir -p "$r"/{bin,etc,root,tmp,var/log,usr/bin,home}; chmod 1777 "$r/tmp"
  cp /bin/busybox "$r/bin/busybox"
  for a in $(busybox --list); do [ "$a" = busybox ] || ln -sf busybox "$r/bin/$a"; done
  echo 'root:x:0:0:root:/root:/bin/sh' > "$r/etc/passwd"
  echo 'nobody:x:65534:65534:nobody:/home:/bin/false' >> "$r/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' > "$r/etc/group"
  tar -C "$r" --owner=0 --group=0 --numeric-owner -c . |
    cli import -c 'CMD ["sh"]' -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - busybox:latest >&2
  for t in alpine:latest alpine:3.20; do cli tag busybox:latest $t; done
  rm -rf "$r"; r=$(mktemp -d)
  printf 'FROM busybox\nRUN printf "#!/bin/sh\\necho\\necho Hello from Docker!\\n" > /hello && chmod +x /hello\nCMD ["/hello"]\n' > "$r/Dockerfile"
  DOCKER_BUILDKIT=0 cli build -q -t hello-world:latest "$r" >&2
  rm -rf "$r"
}

case $verb in
start)
  dir=${1:-/tmp/live-20}; install; mkdir -p "$dir" "$CACHE/config"
  if ! DOCKER_HOST=unix://$dir/docker.sock cli version >/dev/null 2>&1; then
    PATH=$CACHE/bin:$PATH setsid nohup unshare -n -m sh -c 'ip link set lo up; d=$1; exec dockerd --data-root "$d/data" \
        --exec-root "$d/exec" -H "unix://$d/docker.sock" -p "$d/pid" --storage-driver overlay2' sh "$dir" \
      > "$dir/log" 2>&1 < /dev/null &
    for _ in $(seq 60); do
      DOCKER_HOST=unix://$dir/docker.sock cli version >/dev/null 2>&1 && break; sleep 0.5
    done
  fi
  images "$dir"; echo "$dir/docker.sock" ;;
stop) dir=${1:-/tmp/live-20}; kill "$(cat "$dir/pid")" ;;
docker) cli "$@" ;;
*) sed -n '2,7p' "$0"; exit 2 ;;
esac
