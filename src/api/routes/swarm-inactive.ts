import { invalidParameter, systemError, unavailable } from '../../engine/errors.ts';
import { any } from '../../support/go-json/schema.ts';
import { parseGoBool, parseGoUint } from '../../support/go-strconv.ts';
import type { Call, Handler } from '../call.ts';

// A simulated node is never part of a swarm, because `swarm init` and `swarm join` are not simulated. Hence all the
// rest of Swarm has a true answer: the one that dockerd gives outside of a swarm (recorded from 28.5.2).

const notManager = () =>
  unavailable(
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
  );

export const notManagerHandler: Handler = () => {
  throw notManager();
};

/** Lists: what filters them is decoded first, and looked at later. */
export const notManagerListHandler: Handler = call => {
  call.filters();
  throw notManager();
};

/** Operations with a body: it has to be JSON first. */
export const notManagerBodyHandler: Handler = async call => {
  await call.json(any);
  throw notManager();
};

/** Updates: the body, then the `version` that the client means to replace, then parameters that are true or false. */
export const notManagerUpdateHandler =
  (problem: (text: string) => string, flags: readonly string[] = []): Handler =>
  async call => {
    await call.json(any);
    const parsed = parseGoUint(call.query.text('version'));
    if ('problem' in parsed)
      throw invalidParameter(problem(`'${call.query.text('version')}': ${parsed.problem}`));
    for (const flag of flags) {
      const value = call.query.text(flag);
      if (value !== '' && 'problem' in parseGoBool(value)) {
        throw invalidParameter(`invalid value for ${flag}: ${value}`);
      }
    }
    throw notManager();
  };

export const notManagerLogsHandler: Handler = ({ query }: Call) => {
  if (!query.bool('stdout') && !query.bool('stderr')) {
    throw systemError('Bad parameters: you must choose at least one stream');
  }
  throw notManager();
};

export const notInSwarmHandler: Handler = () => {
  throw unavailable('This node is not part of a swarm');
};
