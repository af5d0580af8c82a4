import { expect, test } from 'vitest';
import { runScript } from './run-script.ts';

test('what busybox has and dockless has not is said aloud', async () => {
  expect(await runScript('date -s 12:00; echo $?')).toMatchObject({
    stdout: '127\n',
    stderr: 'dockless: date setting the time is not simulated\n',
  });
});

test('a stand-in for a server lives until it is told to end', async () => {
  const { stdout } = await runScript(
    'mysqld 2>/dev/null & sleep 5; kill -0 $! && echo lives; kill $!; wait $!; echo $?',
  );
  expect(stdout).toBe('lives\n0\n');
});

test('busybox runs its applets by name', async () => {
  const { stdout } = await runScript('busybox echo hi; busybox --list | grep -c .; busybox sh -c "echo sub"');
  expect(stdout.split('\n')[0]).toBe('hi');
  expect(stdout.split('\n')[2]).toBe('sub');
});
