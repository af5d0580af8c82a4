import type { Application } from './application.ts';
import { EXEC_ENTRYPOINT } from './entrypoint.ts';
import { DEFAULT_PATH } from './times.ts';

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const MIME_TYPES = `types {
    text/html                 html htm shtml;
    text/css                  css;
    text/xml                  xml;
    image/gif                 gif;
    image/jpeg                jpeg jpg;
    application/javascript    js;
    text/plain                txt;
    image/png                 png;
    image/svg+xml             svg svgz;
    image/webp                webp;
    image/x-icon              ico;
    font/woff                 woff;
    font/woff2                woff2;
    application/json          json;
    application/pdf           pdf;
    application/wasm          wasm;
    application/zip           zip;
    video/mp4                 mp4 m4v;
}
`;

const NGINX_CONF = `user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    access_log  /var/log/nginx/access.log;
    sendfile        on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
`;

const NGINX_DEFAULT = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
}
`;

const NGINX_ENTRYPOINT = `#!/bin/sh
# vim:sw=4:ts=4:et

set -e

if [ "$1" = "nginx" ] || [ "$1" = "nginx-debug" ]; then
    for script in /docker-entrypoint.d/*.sh; do
        [ -x "$script" ] && "$script"
    done
    echo "$0: Configuration complete; ready for start up"
fi

exec "$@"
`;

const caddy = (version: string) => ({
  Env: [DEFAULT_PATH, `CADDY_VERSION=v${version}`, 'XDG_CONFIG_HOME=/config', 'XDG_DATA_HOME=/data'],
  Cmd: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
  ExposedPorts: { '2019/tcp': {}, '443/tcp': {}, '443/udp': {}, '80/tcp': {} },
  WorkingDir: '/srv',
});

export const WEB_SERVERS: readonly Application[] = [
  {
    path: 'library/nginx',
    newest: '1.29.3',
    aliases: ['mainline', 'stable'],
    base: 'trixie',
    slim: true,
    created: '2025-11-04T04:04:29Z',
    size: 76_000_000,
    config: version => ({
      ExposedPorts: { '80/tcp': {} },
      Env: [
        DEFAULT_PATH,
        `NGINX_VERSION=${version}`,
        'NJS_VERSION=0.9.4',
        'NJS_RELEASE=1~trixie',
        'PKG_RELEASE=1~trixie',
        'DYNPKG_RELEASE=1~trixie',
      ],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      Labels: { maintainer: 'NGINX Docker Maintainers <docker-maint@nginx.com>' },
      StopSignal: 'SIGQUIT',
    }),
    programs: ['/usr/sbin/nginx', '/usr/bin/curl', '/usr/bin/envsubst'],
    files: {
      '/docker-entrypoint.sh': NGINX_ENTRYPOINT,
      '/etc/nginx/nginx.conf': NGINX_CONF,
      '/etc/nginx/conf.d/default.conf': NGINX_DEFAULT,
      '/etc/nginx/mime.types': MIME_TYPES,
      '/usr/share/nginx/html/index.html': WELCOME,
      '/usr/share/nginx/html/50x.html':
        '<!DOCTYPE html>\n<html>\n<head>\n<title>Error</title>\n</head>\n</html>\n',
    },
    directories: [['/docker-entrypoint.d'], ['/var/cache/nginx', 'nginx'], ['/var/log/nginx']],
    accounts: [{ name: 'nginx', uid: 101, home: '/nonexistent', shell: '/bin/false', comment: 'nginx user' }],
  },
  {
    path: 'library/httpd',
    newest: '2.4.65',
    base: 'trixie',
    slim: true,
    created: '2025-11-04T04:04:28Z',
    size: 40_000_000,
    config: version => ({
      ExposedPorts: { '80/tcp': {} },
      Env: [
        `PATH=/usr/local/apache2/bin:${DEFAULT_PATH.slice(5)}`,
        'HTTPD_PREFIX=/usr/local/apache2',
        `HTTPD_VERSION=${version}`,
        'HTTPD_PATCHES=',
      ],
      Cmd: ['httpd-foreground'],
      WorkingDir: '/usr/local/apache2',
      StopSignal: 'SIGWINCH',
    }),
    programs: [
      '/usr/local/apache2/bin/httpd',
      '/usr/local/apache2/bin/ab',
      '/usr/local/apache2/bin/htpasswd',
    ],
    files: {
      '/usr/local/bin/httpd-foreground':
        '#!/bin/sh\nset -e\n\nrm -f /usr/local/apache2/logs/httpd.pid\n\nexec httpd -DFOREGROUND "$@"\n',
      '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n',
      '/usr/local/apache2/conf/httpd.conf':
        'ServerRoot "/usr/local/apache2"\nListen 80\nDocumentRoot "/usr/local/apache2/htdocs"\n',
    },
    directories: [['/usr/local/apache2/logs']],
  },
  {
    path: 'library/caddy',
    newest: '2.10.2',
    base: 'alpine',
    created: '2025-08-23T05:04:28Z',
    size: 45_000_000,
    config: caddy,
    programs: ['/usr/bin/caddy'],
    files: {
      '/etc/caddy/Caddyfile': ':80 {\n\troot * /usr/share/caddy\n\tfile_server\n}\n',
      '/usr/share/caddy/index.html':
        '<!DOCTYPE html>\n<html>\n<head>\n<title>Caddy works!</title>\n</head>\n</html>\n',
    },
    directories: [['/config/caddy'], ['/data/caddy'], ['/srv']],
  },
  {
    path: 'library/traefik',
    newest: '3.6.0',
    base: 'alpine',
    created: '2025-11-07T10:00:00Z',
    size: 220_000_000,
    config: version => ({
      ExposedPorts: { '80/tcp': {} },
      Env: [DEFAULT_PATH],
      Entrypoint: ['/entrypoint.sh'],
      Cmd: ['traefik'],
      Labels: {
        'org.opencontainers.image.title': 'Traefik',
        'org.opencontainers.image.version': `v${version.replace(/^v/, '')}`,
      },
    }),
    programs: ['/usr/local/bin/traefik'],
    files: { '/entrypoint.sh': EXEC_ENTRYPOINT },
  },
  {
    path: 'library/haproxy',
    newest: '3.2.8',
    aliases: ['lts'],
    base: 'trixie',
    slim: true,
    created: '2025-11-06T00:00:00Z',
    size: 34_000_000,
    config: version => ({
      User: 'haproxy',
      Env: [DEFAULT_PATH, `HAPROXY_VERSION=${version}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
      WorkingDir: '/var/lib/haproxy',
      StopSignal: 'SIGUSR1',
    }),
    programs: ['/usr/local/sbin/haproxy'],
    files: { '/usr/local/bin/docker-entrypoint.sh': EXEC_ENTRYPOINT },
    directories: [['/usr/local/etc/haproxy'], ['/var/lib/haproxy', 'haproxy']],
    accounts: [{ name: 'haproxy', uid: 99, home: '/var/lib/haproxy' }],
  },
];
