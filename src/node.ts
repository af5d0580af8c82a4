export { type Interception, type InterceptOptions, intercept } from './transport/intercept/intercept.ts';
export { type Lockdown, lockdown } from './transport/intercept/lockdown.ts';
export { type Listening, type ListenOptions, listen } from './transport/listen.ts';
export { live } from './transport/live.ts';
