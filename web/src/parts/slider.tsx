import { useId } from "preact/hooks";
import type { Slider as Input } from "../page";
import { number, percent, withUnit } from "../numbers/format";

const STEPS = 200;

interface Props {
  input: Input;
  value: number | undefined;
  onChange: (value: number | null) => void;
  source?: string;
}

/** A parameter as a native range with its unit, its meaning and a mark at its baseline. */
export function Slider({ input, value, onChange, source }: Props) {
  const id = useId();
  const shown = value ?? input.baseline;
  const changed = value !== undefined;
  const at = toPosition(input, shown);
  const mark = toPosition(input, input.baseline);
  return (
    <div class={changed ? "slider changed" : "slider"}>
      <div class="slider-head">
        <label for={id}>{name(input)}</label>
        <output for={id}>{worded(input, shown)}</output>
      </div>
      <div class="slider-track">
        <input
          id={id}
          type="range"
          min={0}
          max={STEPS}
          step={1}
          value={at}
          aria-describedby={`${id}-meaning`}
          aria-valuetext={worded(input, shown)}
          onInput={(event) => onChange(fromPosition(input, Number(event.currentTarget.value)))}
        />
        <svg class="slider-mark" width="100%" height="6" aria-hidden="true">
          <rect x={`${(mark / STEPS) * 100}%`} width="2" height="6" />
        </svg>
      </div>
      <p class="slider-meaning" id={`${id}-meaning`}>
        {told(input)} <span class="quiet-text">Baseline {baseline(input)}.</span>
        {changed && (
          <button type="button" class="plain" onClick={() => onChange(null)}>
            Back<span class="quiet"> to the baseline of {name(input)}</span>
          </button>
        )}
        {source && <span class="source">{source}</span>}
      </p>
    </div>
  );
}

const name = (input: Input): string => input.title;

/** Where the title says what the parameter means, its name in the scenario is what is left to say. */
const told = (input: Input): string =>
  input.meaning.toLowerCase().startsWith(input.title.toLowerCase().slice(0, 24)) ? `${input.path}.` : input.meaning;

const isShare = (input: Input): boolean => input.unit === "1" && input.low === 0 && input.high === 1;

export function worded(input: Input, value: number): string {
  if (isShare(input)) return percent(value);
  return withUnit(number(value), input.unit);
}

function baseline(input: Input): string {
  if (!input.drawn) return worded(input, input.baseline);
  return `drawn, ${worded(input, input.drawn_low ?? input.low)} to ${worded(input, input.drawn_high ?? input.high)}`;
}

function toPosition(input: Input, value: number): number {
  const held = Math.max(input.low, Math.min(input.high, value));
  const share =
    input.scale === "log"
      ? Math.log(held / input.low) / Math.log(input.high / input.low)
      : (held - input.low) / (input.high - input.low);
  return Math.round(share * STEPS);
}

function fromPosition(input: Input, position: number): number {
  const share = position / STEPS;
  const exact =
    input.scale === "log"
      ? input.low * Math.pow(input.high / input.low, share)
      : input.low + share * (input.high - input.low);
  return Number(exact.toPrecision(4));
}
