/** A pending timer: plain data. `seq` orders timers that are due at the same time. */
export interface Timer {
  readonly atNs: bigint;
  readonly seq: number;
  readonly kind: string;
  key: string;
}

function before(a: Timer, b: Timer): boolean {
  return a.atNs < b.atNs || (a.atNs === b.atNs && a.seq < b.seq);
}

interface SavedTimers {
  readonly timers: readonly Timer[];
  readonly nextSeq: number;
}

/** So many cancelled timers may lie about: fewer than this are not worth a new heap. */
const FEW = 64;

/** A (time, seq) binary heap. Cancelled timers are dropped when they come to the top, or outnumber the others. */
export class TimerHeap {
  #heap: Timer[] = [];
  #byId = new Map<number, Timer>();
  /** A copy has the same heap until one of the two changes it. */
  #shared = false;
  #nextSeq = 1;

  /** How much is kept: what is pending, and what was cancelled and not dropped yet. */
  get length(): number {
    return this.#heap.length;
  }

  add(atNs: bigint, kind: string, key: string): number {
    this.#own();
    const timer: Timer = { atNs, seq: this.#nextSeq++, kind, key };
    this.#byId.set(timer.seq, timer);
    const heap = this.#heap;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Timer;
      if (before(above, timer)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = timer;
    return timer.seq;
  }

  cancel(id: number): void {
    if (!this.#byId.has(id)) return;
    this.#own();
    this.#byId.delete(id);
    // Else a clock that stands still would keep the timeout of every wait that was over before it.
    if (this.#heap.length > 2 * this.#byId.size + FEW) this.#heap = this.#pending();
  }

  rekey(id: number, key: string): void {
    const timer = this.#byId.get(id);
    if (timer !== undefined && this.#shared) throw new Error('a timer is given its key before it is copied');
    if (timer !== undefined) timer.key = key;
  }

  peek(): Timer | undefined {
    let top = this.#heap[0];
    while (top !== undefined && !this.#byId.has(top.seq)) {
      this.#own();
      this.#removeTop();
      top = this.#heap[0];
    }
    return top;
  }

  pop(): Timer | undefined {
    const top = this.peek();
    if (top === undefined) return undefined;
    this.#own();
    this.#byId.delete(top.seq);
    this.#removeTop();
    return top;
  }

  /** All there is to keep of it, for `load`: what is pending, in order. */
  save(): SavedTimers {
    return { timers: this.#pending(), nextSeq: this.#nextSeq };
  }

  static load({ timers, nextSeq }: SavedTimers): TimerHeap {
    const loaded = new TimerHeap();
    loaded.#heap = [...timers];
    loaded.#byId = new Map(timers.map(timer => [timer.seq, timer]));
    loaded.#nextSeq = nextSeq;
    return loaded;
  }

  fork(): TimerHeap {
    const copy = new TimerHeap();
    copy.#heap = this.#heap;
    copy.#byId = this.#byId;
    copy.#nextSeq = this.#nextSeq;
    copy.#shared = true;
    this.#shared = true;
    return copy;
  }

  #own(): void {
    if (!this.#shared) return;
    this.#heap = this.#heap.slice();
    this.#byId = new Map(this.#byId);
    this.#shared = false;
  }

  /** In order, which makes it a heap too. */
  #pending(): Timer[] {
    return this.#heap.filter(timer => this.#byId.has(timer.seq)).sort((a, b) => (before(a, b) ? -1 : 1));
  }

  #removeTop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, heap[child] as Timer)) child += 1;
      if (!before(heap[child] as Timer, last)) break;
      heap[index] = heap[child] as Timer;
      index = child;
    }
    heap[index] = last;
  }
}
