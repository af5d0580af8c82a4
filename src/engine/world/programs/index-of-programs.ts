import type { Program } from '../process/system-call.ts';
import { cat } from './cat.ts';
import { echoProgram } from './echo.ts';
import { env } from './env.ts';
import { killProgram } from './kill.ts';
import { ls } from './ls.ts';
import { printfProgram } from './printf.ts';
import { pwd } from './pwd.ts';
import { sh } from './shell/sh.ts';
import { sleep } from './sleep.ts';
import { testProgram } from './test-expression.ts';

// biome-ignore lint/correctness/useYield: a program that does nothing
const trueProgram: Program = function* () {
  return 0;
};
// biome-ignore lint/correctness/useYield: a program that does nothing
const falseProgram: Program = function* () {
  return 1;
};

/** The programs inside containers, by command name. */
export const builtInPrograms: Readonly<Record<string, Program>> = {
  '[': testProgram,
  '[[': testProgram,
  ash: sh,
  bash: sh,
  cat,
  echo: echoProgram,
  env,
  false: falseProgram,
  kill: killProgram,
  ls,
  printf: printfProgram,
  pwd,
  sh,
  sleep,
  test: testProgram,
  true: trueProgram,
};
