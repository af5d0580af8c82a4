import type { MountSpec } from './host-config.ts';

/** One entry of a container's Mounts. */
export interface MountPoint {
  type: 'bind' | 'volume' | 'tmpfs' | 'image';
  /** A volume's name, or an image mount's reference. */
  name: string;
  /** The name is shown nowhere: dockerd forgets that of a volume it made for a bind of a target alone. */
  isNameHidden?: boolean;
  /** Got by volumes-from out of another container's Binds or Mounts: dockerd looks for the volume when it mounts it first. */
  isUnheld?: boolean;
  /** On the host; empty for tmpfs. */
  source: string;
  /** In the container; clean and absolute. */
  destination: string;
  driver: string;
  mode: string;
  rw: boolean;
  propagation: string;
  /** What asked for it: a bind string or a volume of the image is put into this form too. */
  spec: MountSpec;
  /** Whether an empty volume is filled with what the image has at `destination`. */
  copyData: boolean;
  /** A missing bind source is an error at start, not made a directory. */
  sourceMustExist: boolean;
}
