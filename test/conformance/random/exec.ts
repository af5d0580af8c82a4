import { type Area, containerRef, JUNK } from './draw.ts';

export const execCreate: Area = luck => {
  const path = `/containers/${containerRef(luck)}/exec`;
  if (luck.once(10)) return { method: 'POST', path, body: luck.pick(JUNK) };
  const body = {
    Cmd: luck.pick([
      ['true'],
      ['echo', 'hi'],
      ['cat'],
      ['sh', '-c', 'echo e >&2; exit 4'],
      [],
      ['nosuch'],
      'true',
    ]),
    AttachStdout: true,
    AttachStderr: true,
    ...luck.some(10, {
      Env: [['A=1'], ['B'], ['=']],
      User: ['nobody', 'nosuch', '5'],
      WorkingDir: ['/tmp', '/nosuch', 'relative'],
      Tty: [true],
      Privileged: [true],
      DetachKeys: ['ctrl-x', 'bad-keys'],
      ConsoleSize: [[10, 20]],
      AttachStdin: [true, true, true],
    }),
  };
  return { method: 'POST', path, body };
};

export const execUse: Area = luck => {
  const id = luck.once(10) ? 'nosuch' : '<exec>';
  switch (luck.draw(4)) {
    case 0:
      return { method: 'GET', path: `/exec/${id}/json` };
    case 1:
      return { method: 'POST', path: `/exec/${id}/resize?${luck.pick(['h=1&w=2', 'h=x', ''])}` };
    case 2:
      return { method: 'POST', path: `/exec/${id}/start`, body: { Detach: true }, thenMs: 250 };
    default:
      return {
        method: 'POST',
        path: `/exec/${id}/start`,
        body: luck.once(8)
          ? luck.pick(JUNK)
          : luck.pick<object>([{}, {}, { Tty: true }, { ConsoleSize: [1, 2] }]),
        ...(luck.once(2) ? { input: 'said\n' } : {}),
        readMs: 300,
      };
  }
};
