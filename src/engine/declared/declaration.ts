import type { ContainerConfig } from '../containers/config.ts';
import type { HostConfig } from '../containers/host-config.ts';
import type { ScriptedImage } from '../images/script.ts';

/** What an engine begins with. It is made in this order: images, networks, volumes, containers. */
export interface WorldDeclaration {
  /** Pulled from the catalogue (`busybox`, `postgres:17`), or images of your own. */
  readonly images?: ReadonlyArray<string | ImageDeclaration>;
  readonly networks?: ReadonlyArray<string | NetworkDeclaration>;
  readonly volumes?: ReadonlyArray<string | VolumeDeclaration>;
  readonly containers?: readonly ContainerDeclaration[];
}

export interface ImageDeclaration extends ScriptedImage {
  /** `shop/backend:1` */
  readonly name: string;
}

export interface NetworkDeclaration {
  readonly name: string;
  /** Default `bridge`. */
  readonly driver?: string;
  /** `10.1.0.0/16`. Default: the daemon's next free one. */
  readonly subnet?: string;
  readonly internal?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface VolumeDeclaration {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Docker's states of a container. */
export type DeclaredState = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead' | 'removing';

export interface ContainerDeclaration {
  /** Default: a random one. */
  readonly name?: string;
  /** Pulled where no earlier declaration did. */
  readonly image: string;
  /** Default `running`. */
  readonly state?: DeclaredState;
  /** Of a container that has ended. Default 0; 1 where it restarts. */
  readonly exitCode?: number;
  /** Of a running container; later checks have no say. It gets a health check, unless `config` has one. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** Docker's Cmd. Default: the image's. */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** As `docker run -p`: `8080:80`, `127.0.0.1:8080:80/udp`, `80`. */
  readonly ports?: readonly string[];
  /** As `docker run -v`: `data:/var/lib/data:ro`. */
  readonly volumes?: readonly string[];
  /** By name; the first is its network mode. Default: the bridge. */
  readonly networks?: readonly string[];
  /** Its IPv4 address on a network, as `docker run --ip`: `{ lan: '10.1.0.9' }`. Default: the next that is free. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Whatever else of Docker's own Config and HostConfig. */
  readonly config?: Partial<ContainerConfig>;
  readonly hostConfig?: Partial<HostConfig>;
}
