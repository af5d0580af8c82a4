import type { ImageDefinition } from './catalogue.ts';
import { putProgram } from './program-file.ts';
import { DEFAULT_PATH, timeOf } from './times.ts';

const CREATED = '2025-08-08T19:05:17Z';

export const helloWorld: ImageDefinition = {
  created: CREATED,
  config: { Env: [DEFAULT_PATH], Cmd: ['/hello'], WorkingDir: '/' },
  layers: [
    {
      key: 'hello-world',
      timeNs: timeOf(CREATED),
      compressedSize: 2_380,
      fill: (tree, timeNs) => {
        putProgram(tree, '/hello', timeNs, 10_072);
      },
    },
  ],
  history: [{ createdBy: 'COPY hello / # buildkit' }, { createdBy: 'CMD ["/hello"]', empty: true }],
};
