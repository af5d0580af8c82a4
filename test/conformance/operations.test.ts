import { join } from 'node:path';
import { expect, test } from 'vitest';
import { router } from '../../src/api/router.ts';
import { allRoutes } from '../../src/api/routes/all.ts';
import { operationOf } from '../../src/recording/compare/compare.ts';
import type { Frame } from '../../src/recording/frame.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { unrecorded } from './operations.ts';
import { newestDaemon, recordedScenarios } from './recorded-daemons.ts';

type Outcome = 'success' | 'failure';

/** How operations went in a recording: a reply of 400 and more is a failure, and so is an error in a stream. */
function outcomes(scenario: string): Array<readonly [operation: string, outcome: Outcome]> {
  const recording = readRecording(join(newestDaemon.folder, scenario));
  const find = router(allRoutes);
  const framesOf = (x: number) => recording.frames.filter(frame => frame.x === x);
  const requests = recording.frames.filter(
    (frame): frame is Frame & { kind: 'request' } => frame.kind === 'request',
  );
  return requests.flatMap(request => {
    const [method = '', path = ''] = operationOf(request).split(' ');
    const operation = find(method, path)?.route.operation;
    const frames = framesOf(request.x);
    const reply = frames.find(frame => frame.kind === 'reply');
    if (operation === undefined || reply?.kind !== 'reply') return [];
    const isError = (frame: Frame) =>
      frame.kind === 'reply-bytes' && String(Buffer.from(recording.bytes(frame))).includes('"errorDetail":');
    const failed = reply.status >= 400 || frames.some(isError);
    return [[operation, failed ? 'failure' : 'success']] as const;
  });
}

test('each operation that the engine simulates was recorded, going well and going wrong', () => {
  const seen = new Set(
    recordedScenarios(newestDaemon)
      .flatMap(outcomes)
      .map(pair => pair.join(' ')),
  );
  const simulated = allRoutes.filter(route => route.handle !== undefined).map(({ operation }) => operation);
  const wanted = simulated.flatMap(operation =>
    (['success', 'failure'] as const).map(outcome => ({ operation, outcome })),
  );
  const reasonOf = ({ operation, outcome }: (typeof wanted)[number]) => unrecorded[operation]?.[outcome];
  const inWords = ({ operation, outcome }: (typeof wanted)[number]) => `${operation} ${outcome}`;
  const isSeen = (pair: (typeof wanted)[number]) => seen.has(inWords(pair));
  expect(wanted.filter(pair => !isSeen(pair) && reasonOf(pair) === undefined).map(inWords)).toEqual([]);
  expect(
    wanted.filter(pair => isSeen(pair) && reasonOf(pair) !== undefined).map(inWords),
    'recorded now',
  ).toEqual([]);
  expect(
    Object.keys(unrecorded).filter(operation => !simulated.includes(operation)),
    'gone',
  ).toEqual([]);
});
