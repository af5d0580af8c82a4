export { type Listening, type ListenOptions, listen } from './transport/listen.ts';
export { live } from './transport/live.ts';
