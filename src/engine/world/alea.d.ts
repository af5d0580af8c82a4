declare module 'seedrandom/lib/alea.js' {
  interface AleaStream {
    (): number;
    int32(): number;
    state(): object;
  }
  export default function alea(seed: string, options?: { state?: boolean | object }): AleaStream;
}
