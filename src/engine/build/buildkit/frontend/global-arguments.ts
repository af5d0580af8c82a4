import { formatPlatform, HOST_PLATFORM } from '../../../images/platform.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { InstructionOf } from '../../dockerfile/instruction.ts';
import type { FrontendOptions } from './frontend-options.ts';
import { at } from './located.ts';

/** ARGs before the first FROM, and what BuildKit knows of platforms (buildkit dockerfile2llb/platform.go). */
export function globalArguments(
  options: FrontendOptions,
  declared: ReadonlyArray<InstructionOf<'arg'>>,
  escapeToken: string,
): Map<string, string> {
  const { buildArgs, platform, target } = options;
  const args = new Map<string, string>();
  for (const [prefix, { os, architecture, variant }] of [
    ['BUILD', HOST_PLATFORM],
    ['TARGET', platform],
  ] as const) {
    args.set(`${prefix}PLATFORM`, formatPlatform({ os, architecture, variant }));
    args.set(`${prefix}OS`, os);
    args.set(`${prefix}OSVERSION`, '');
    args.set(`${prefix}ARCH`, architecture);
    args.set(`${prefix}VARIANT`, variant);
  }
  args.set('TARGETSTAGE', target || 'default');
  for (const name of args.keys()) args.set(name, buildArgs.get(name) ?? (args.get(name) as string));
  for (const { args: each, lines } of declared) {
    for (const { name, value } of each) {
      const given = buildArgs.get(name);
      if (given !== undefined) args.set(name, given);
      else if (value !== undefined)
        args.set(
          name,
          at(lines, () => expandWord(value, args, { escapeToken })),
        );
    }
  }
  return args;
}
