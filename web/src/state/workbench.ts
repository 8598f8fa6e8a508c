import type { Comparison, Page, Preset } from "../page";
import { preview, type Shares } from "../numbers/surrogate";
import type { Progress } from "../sources/progress";
import type { Changes, Job, Source } from "../sources/source";
import { SourceError } from "../sources/source";

/** How long sliders must rest before the engine is asked: long enough not to run every notch. */
const REST = 700;

export interface State {
  /** What the screens show. */
  page: Page;
  /** The scenario as it stands. */
  baseline: Page;
  /** What a reader pinned to compare with. */
  pinned: Page | null;
  changes: Changes;
  /** Quick guess while sliders differ from what was run. */
  preview: Shares | null;
  job: Progress | null;
  message: string | null;
  /** Position of the day that every screen shows. */
  day: number;
  singleRuns: boolean;
  /** Whether the whole page is here, not only its first part. */
  whole: boolean;
}

type Listener = () => void;

/** State of one page and what readers can do to it. Screens subscribe through `useWorkbench`. */
export class Workbench {
  state: State;
  private listeners = new Set<Listener>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private job: Job | null = null;

  constructor(
    readonly source: Source,
    page: Page,
  ) {
    this.state = {
      page,
      baseline: page,
      pinned: null,
      changes: unchanged(page),
      preview: null,
      job: null,
      message: null,
      day: fullestDay(page),
      singleRuns: true,
      whole: source.whole === null,
    };
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  update(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }

  /** Fetch what the first screen did not need. */
  async complete(): Promise<void> {
    if (this.state.whole) return;
    const page = await this.source.whole!();
    const { baseline } = this.state;
    this.update({ whole: true, baseline: page, page: this.state.page === baseline ? page : this.state.page });
  }

  /** Keep what a named change does on the pages that are shown. */
  keepWhatIf(name: string, result: Comparison): void {
    const kept = (page: Page): Page => ({
      ...page,
      whatifs: page.whatifs.map((item) => (item.name === name ? { ...item, result } : item)),
    });
    const { page, baseline } = this.state;
    const next = kept(baseline);
    this.update({ baseline: next, page: page === baseline ? next : kept(page) });
  }

  setDay(day: number): void {
    this.update({ day: Math.max(0, Math.min(this.state.page.days.length - 1, day)) });
  }

  setParameter(path: string, value: number | null): void {
    const set = { ...this.state.changes.set };
    if (value === null) delete set[path];
    else set[path] = value;
    this.change({ set });
  }

  togglePreset(preset: Preset): void {
    const { presets } = this.state.changes;
    const on = presets.includes(preset.name);
    this.change({
      presets: on ? presets.filter((name) => name !== preset.name) : [...presets, preset.name],
    });
  }

  setReplicates(replicates: number): void {
    this.change({ replicates });
  }

  pin(): void {
    this.update({ pinned: this.state.pinned === this.state.page ? null : this.state.page });
  }

  reset(): void {
    this.cancel();
    this.update({
      page: this.state.baseline,
      changes: unchanged(this.state.baseline),
      preview: null,
      message: null,
      pinned: null,
    });
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.job?.cancel();
    this.job = null;
    this.update({ job: null });
  }

  private change(part: Partial<Changes>): void {
    const changes = { ...this.state.changes, ...part };
    const nothing = same(changes, unchanged(this.state.baseline));
    this.cancel();
    this.update({
      changes,
      message: null,
      preview: nothing || changes.presets.length ? null : preview(this.state.baseline, changes.set),
      page: nothing ? this.state.baseline : this.state.page,
    });
    if (!nothing && this.source.run) this.timer = setTimeout(() => void this.run(), REST);
  }

  private async run(): Promise<void> {
    const { changes } = this.state;
    this.update({ job: { done: 0, total: changes.replicates } });
    const job = this.source.run!(changes, (progress) => {
      if (this.job === job) this.update({ job: progress });
    });
    this.job = job;
    try {
      const page = await job.result;
      if (this.job !== job) return;
      this.job = null;
      this.update({ page, job: null, preview: null, day: Math.min(this.state.day, page.days.length - 1) });
    } catch (error) {
      if (this.job !== job) return;
      this.job = null;
      this.update({ job: null, message: worded(error) });
    }
  }
}

/** What the page's own run changed: where editing starts. */
export function unchanged(page: Page): Changes {
  const set: Record<string, number> = {};
  for (const slider of page.inputs.sliders) if (slider.value !== null) set[slider.path] = slider.value;
  const presets = page.inputs.presets.filter((preset) => preset.on).map((preset) => preset.name);
  return { set, presets, replicates: page.run.replicates };
}

export function same(a: Changes, b: Changes): boolean {
  const plain = (item: Changes) =>
    JSON.stringify([Object.entries(item.set).sort(), [...item.presets].sort(), item.replicates]);
  return plain(a) === plain(b);
}

/** The first view of a crisis is its fullest day. */
function fullestDay(page: Page): number {
  let best = 0;
  page.street.total.median.forEach((value, index) => {
    if ((value ?? -1) > (page.street.total.median[best] ?? -1)) best = index;
  });
  return best;
}

export function worded(error: unknown): string {
  if (error instanceof SourceError) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}
