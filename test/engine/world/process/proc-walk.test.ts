import { expect, test } from 'vitest';
import { runningWorld } from '../../../fixtures/running-world.ts';

async function shell(...scripts: string[]): Promise<string[]> {
  const world = runningWorld();
  await world.pull('busybox');
  await world.start('box', { Image: 'busybox', Cmd: ['sleep', '1000'] });
  const outputs: string[] = [];
  for (const script of scripts) outputs.push((await world.exec('box', ['sh', '-c', script])).output.trim());
  return outputs;
}

test('find comes to an end of everything, /proc and /sys included', async () => {
  const [everything, tasks, below] = await shell(
    'find / -name nosuch; echo $?',
    'find /proc/1 -name task',
    'ls /proc/1/task/1/task',
  );
  expect(everything).toMatch(/0$/);
  expect(tasks).toBe('/proc/1/task');
  expect(below).toContain('No such file or directory');
});

test('links, slashes and dots in and after a path', async () => {
  const [walked] = await shell(
    'mkdir -p /a/b; ln -s b/ /a/l; ln -s l// /a/m; echo x > /a/b/f; cat /a/l/f /a/m/f; ' +
      'ls -d /a/m/ /a/m//. ///a///; cat /a/b/f/ 2>&1; cat /a/l//../b/f',
  );
  expect(walked?.split('\n')).toEqual([
    ...['x', 'x', '///a///', '/a/m/', '/a/m//.'],
    "cat: can't open '/a/b/f/': Not a directory",
    'x',
  ]);
});
