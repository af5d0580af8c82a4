/** One entry of a container's Mounts. */
export interface MountPoint {
  type: 'bind' | 'volume' | 'tmpfs' | 'image';
  /** A volume's name. */
  name: string;
  /** On the host. */
  source: string;
  /** In the container. */
  destination: string;
  driver: string;
  mode: string;
  rw: boolean;
  propagation: string;
}
