import { goMap } from '../../support/go-json/encode.ts';
import { formatRfc3339Nano } from '../../support/go-time.ts';
import { volumeMountpoint } from './create-volume.ts';
import { hasOptions, volumeSize } from './prune-volumes.ts';
import type { Volume } from './volume.ts';

/** Docker's volume.Volume, in its order of fields. */
export function volumeView(volume: Readonly<Volume>) {
  const { name, driver, createdNs, labels, options } = volume;
  return {
    CreatedAt: formatRfc3339Nano(createdNs - (createdNs % 1_000_000_000n)),
    Driver: driver,
    Labels: labels && goMap(labels),
    Mountpoint: volumeMountpoint(volume),
    Name: name,
    Options: options && goMap(options),
    Scope: 'local',
  };
}

/** What GET /system/df shows of it; nothing of a volume with options, whose content is elsewhere. */
export function volumeUsageViews(volumes: Iterable<Readonly<Volume>>) {
  return Array.from(volumes)
    .filter(volume => volume.driver === 'local' && !hasOptions(volume))
    .map(volume => ({
      ...volumeView(volume),
      UsageData: { RefCount: volume.users.size, Size: volumeSize(volume) },
    }));
}
