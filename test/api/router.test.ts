import { expect, test } from 'vitest';
import { router } from '../../src/api/router.ts';
import { allRoutes } from '../../src/api/routes/all.ts';

const match = router(allRoutes);

const found = (method: string, path: string) => {
  const result = match(method, path);
  return result && [result.route.operation, result.params];
};

test.each([
  ['GET', '/containers/json', ['ContainerList', {}]],
  ['GET', '/containers/json/json', ['ContainerInspect', { name: 'json' }]],
  ['GET', '/containers/a/b/json', ['ContainerInspect', { name: 'a/b' }]],
  ['GET', '/images/get/get', ['ImageGet', { name: 'get' }]],
  ['GET', '/images/ghcr.io/a/b:1/json', ['ImageInspect', { name: 'ghcr.io/a/b:1' }]],
  ['GET', '/containers/x/attach/ws', ['ContainerAttachWebsocket', { name: 'x' }]],
  ['DELETE', '/images/a/b', ['ImageDelete', { name: 'a/b' }]],
  ['DELETE', '/containers/', ['ContainerDelete', { name: '' }]],
  ['DELETE', '/containers/x/checkpoints/y', ['CheckpointDelete', { name: 'x', checkpoint: 'y' }]],
  ['GET', '/networks/', ['NetworkListSlash', {}]],
  ['GET', '/volumes/', ['VolumeInspect', { name: '' }]],
  ['GET', '/tasks/x/logs', ['TaskLogs', { id: 'x' }]],
  ['GET', '/tasks/a/b/logs', undefined],
  ['GET', '/tasks/', undefined],
  ['GET', '/containers/a\nb/json', undefined],
  ['GET', '/containers//json', ['ContainerInspect', { name: '' }]],
  ['PUT', '/containers/json', undefined],
  ['GET', '/constructor', undefined],
])('%s %j', (method, path, expected) => {
  expect(found(method, path)).toEqual(expected);
});
