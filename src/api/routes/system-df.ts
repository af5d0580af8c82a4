import { invalidParameter } from '../../engine/errors.ts';
import { type DiskUsageObject, systemDiskUsage } from '../../engine/system/disk-usage.ts';
import type { Handler } from '../call.ts';

const OBJECTS: ReadonlySet<string> = new Set<DiskUsageObject>([
  'container',
  'image',
  'volume',
  'build-cache',
]);

/** GET /system/df: everything, or what `type` names. */
export const diskUsageHandler: Handler = ({ engine, query }) => {
  const types = query.has('type') ? query.all('type') : [...OBJECTS];
  const unknown = types.find(type => !OBJECTS.has(type));
  if (unknown !== undefined) throw invalidParameter(`unknown object type: ${unknown}`);
  return { status: 200, json: systemDiskUsage(engine, new Set(types) as Set<DiskUsageObject>) };
};
