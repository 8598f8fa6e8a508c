// Made by tools/page_types.mjs from the schema of the page. Do not edit.

/**
 * The page.
 */
export interface Page {
  format?: "upheaval-page/1";
  scenario: ScenarioHead;
  map: MapShapes;
  run: RunHead;
  sentence: string;
  outcomes: OutcomeShare[];
  days: string[];
  /**
   * People in one city who make a gathering.
   */
  gathering: number;
  street: Street;
  cities_by_day: CityDays[];
  regions_by_day: RegionDays[];
  power: Power;
  explanations: {
    [k: string]: unknown;
  } | null;
  claims: Claims;
  /**
   * What `upheaval verify --json` gives; null if it was not asked.
   */
  verify: {
    [k: string]: unknown;
  } | null;
  /**
   * What `upheaval foresee --json` gives, with titles and words.
   */
  foreseen: {
    [k: string]: unknown;
  } | null;
  /**
   * What `upheaval sensitivity --json` gives, with titles.
   */
  sensitivity: {
    [k: string]: unknown;
  } | null;
  whatifs: WhatIfEntry[];
  /**
   * Against the baseline; null for itself.
   */
  comparison: Comparison | null;
  aftermath: Aftermath;
  parts:
    | {
        [k: string]: unknown;
      }[]
    | null;
  method: Method;
  inputs: Inputs;
  surrogate: Surrogate | null;
  roles: Role[];
  sources: string[];
}
/**
 * What the page is about.
 */
export interface ScenarioHead {
  name: string;
  title: string;
  country: string;
  summary: string;
  /**
   * First day, ISO 8601.
   */
  start: string;
  /**
   * Last day that was run, ISO 8601.
   */
  end: string;
  people: number;
  ticks: number;
}
/**
 * The map, projected (Albers' equal-area conic) and ready to draw.
 */
export interface MapShapes {
  width: number;
  height: number;
  regions: RegionShape[];
  cities: CityPoint[];
}
/**
 * A region to draw.
 */
export interface RegionShape {
  id: string;
  name: string;
  /**
   * SVG path in the map's viewBox; empty if the map lacks it.
   */
  path: string;
  x: number;
  y: number;
}
/**
 * A city to draw; `rest` tells the rest of a region from a town.
 */
export interface CityPoint {
  id: string;
  name: string;
  region: string;
  x: number;
  y: number;
  population: number;
  rest: boolean;
}
/**
 * What was run.
 */
export interface RunHead {
  /**
   * How the server knows the run; null elsewhere.
   */
  id: string | null;
  replicates: number;
  scale: number;
  seed: number;
  until: string | null;
  version: string;
  scenario_hash: string;
  digest: string;
  changes: Change[];
  without: string[];
  interventions: string[];
  /**
   * What was changed from a day on, in words.
   */
  steps: string[];
  /**
   * The command that gives the same numbers.
   */
  command: string;
  /**
   * The call that does.
   */
  python: string;
}
/**
 * A value that was set, beside that of the scenario.
 */
export interface Change {
  path: string;
  title: string;
  value: string;
  baseline: string;
}
/**
 * How often the crisis ends in one way, with the 90% range that so many runs leave.
 */
export interface OutcomeShare {
  name: string;
  label: string;
  meaning: string;
  /**
   * Place in the order from no change at the top to civil war.
   */
  rank: number;
  share: number;
  low: number;
  high: number;
  /**
   * Likelihood words for the range.
   */
  words: string;
  /**
   * Words, the band they stand for, and the share.
   */
  phrase: string;
  count: number;
}
/**
 * People in the streets of the whole country.
 */
export interface Street {
  total: Band;
  half: Band;
  runs: StreetRun[];
  peaks: Peak[];
  record: Recorded[];
  events: Event[];
  /**
   * Mean share of each demand among all people in the streets, by day; null where all runs have empty streets.
   */
  demands: {
    [k: string]: (number | null)[];
  };
}
/**
 * A number by day, over the runs: median and ends of the middle 90%; null where not run.
 */
export interface Band {
  median: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}
/**
 * People in the streets by day in one run.
 */
export interface StreetRun {
  replicate: number;
  outcome: string;
  values: (number | null)[];
}
/**
 * Fullest day of one run.
 */
export interface Peak {
  replicate: number;
  outcome: string;
  peak: number;
  /**
   * Position in the page's days.
   */
  day: number;
}
/**
 * What the record says of one day.
 */
export interface Recorded {
  /**
   * Position in the page's days.
   */
  day: number;
  value: number;
  low: number;
  high: number;
  confidence: string;
  use: string;
  source: number;
}
/**
 * A turning point that the record dates, beside when it comes in the runs.
 *
 * Times are in days since the start of the scenario; null is never.
 */
export interface Event {
  letter: string;
  id: string;
  title: string;
  text: string;
  day: number;
  low: number;
  high: number;
  simulated: Point;
  /**
   * Share of runs in which it does not happen.
   */
  never: number;
  confidence: string;
  source: number;
}
/**
 * A number over the runs: median and ends of the middle 90%; null for never or not run.
 */
export interface Point {
  median: number | null;
  low: number | null;
  high: number | null;
}
/**
 * One city by day.
 */
export interface CityDays {
  id: string;
  crowd: Band;
  /**
   * Share of runs whose largest crowd of the day reaches the page's gathering.
   */
  chance_over: (number | null)[];
  /**
   * Share of runs whose largest crowd of the day reaches 1,000.
   */
  chance_thousand: (number | null)[];
  killed: Point;
  arrested: Point;
  seized: Point;
  record: Recorded[];
}
/**
 * One region by day.
 */
export interface RegionDays {
  id: string;
  /**
   * Share of runs with a gathering in it.
   */
  chance: (number | null)[];
  price: Band;
  /**
   * Mean over the runs of each demand's share among the people in its streets.
   */
  demands: {
    [k: string]: (number | null)[];
  };
}
/**
 * Who holds power.
 */
export interface Power {
  figures: Figure[];
  factions: Faction[];
  ties: Tie[];
  offices: Office[];
  organs: Organ[];
  alignment: Alignment;
  loyalty: Band;
  fall_belief: Band;
}
/**
 * A person at the top, as the record names them.
 */
export interface Figure {
  id: string;
  name: string;
  faction: string;
  /**
   * Offices on the first day.
   */
  offices: string[];
  /**
   * First office's title, or the faction's.
   */
  role: string;
  abroad: boolean;
  confidence: string;
  source: number;
  /**
   * Share of runs, by day; not in custody.
   */
  dismissed: (number | null)[];
  /**
   * Share of runs in custody, by day.
   */
  custody: (number | null)[];
  record: FigureRecord[];
}
/**
 * What the record says of a figure on a day.
 */
export interface FigureRecord {
  kind: string;
  date: string | null;
  value: string;
  source: number;
}
/**
 * A camp of the court.
 */
export interface Faction {
  id: string;
  name: string;
  seat: string;
  in_court: boolean;
  weight: Band;
  /**
   * Share of runs, by day.
   */
  in_coalition: (number | null)[];
  source: number;
}
/**
 * A tie between two figures.
 */
export interface Tie {
  from: string;
  to: string;
  kind: "patron" | "appoints";
  source: number;
}
/**
 * An office, and who holds it.
 */
export interface Office {
  id: string;
  title: string;
  kind: string;
  rank: number;
  /**
   * Organs that it commands, the region that it governs.
   */
  powers: string[];
  appointed_by: string;
  holders: HolderShare[];
  record: Tenure[];
  source: number;
}
/**
 * How often one figure holds an office, by day; `nobody` and `newcomer` are no figures.
 */
export interface HolderShare {
  figure: string;
  share: (number | null)[];
}
/**
 * Who held an office by the record.
 */
export interface Tenure {
  figure: string;
  from: string;
  until: string | null;
}
/**
 * An organ of force; loyalty is the share of it that follows the incumbent.
 */
export interface Organ {
  id: string;
  title: string;
  /**
   * Office that commands it; empty if none does.
   */
  office: string;
  faction: string;
  strength: number;
  loyalty: Band;
  /**
   * Share of runs in which most of it follows the incumbent, by day.
   */
  with_incumbent: (number | null)[];
  record: FigureRecord[];
  source: number;
}
/**
 * Where the state stands between West (-1) and East (1).
 */
export interface Alignment {
  before: Point;
  after: Point;
  powers: PowerTie[];
}
/**
 * A foreign power: its position between West (-1) and East (1), and its leverage.
 */
export interface PowerTie {
  id: string;
  name: string;
  position: number;
  leverage: number;
  owed: Point;
  troops: Point;
  source: number;
}
/**
 * The ledger of claims.
 */
export interface Claims {
  /**
   * Positions in the page's days.
   */
  days: number[];
  audiences: Audience[];
  claims: Claim[];
}
/**
 * Who hears claims.
 */
export interface Audience {
  id: string;
  title: string;
  kind: string;
}
/**
 * Somebody's claim, as the record has it. Its grades are kept apart: source, information.
 */
export interface Claim {
  id: string;
  title: string;
  kind: string;
  speaker: string;
  voice: string;
  date: string;
  retracted: string | null;
  coerced: boolean;
  source_grade: string;
  information_grade: string;
  status: string;
  credibility: Point;
  /**
   * Share of runs in which it is made.
   */
  made: number;
  /**
   * Share of runs in which an independent report follows.
   */
  checked: number;
  beliefs: Believed[];
  bears_on: string[];
  value_of_verifying: {
    [k: string]: unknown;
  } | null;
  source: number;
}
/**
 * How far one audience believes a claim, by the days of the claims.
 */
export interface Believed {
  audience: string;
  belief: Band;
}
/**
 * A named intervention, and what it does, if that was run.
 */
export interface WhatIfEntry {
  name: string;
  title: string;
  meaning: string;
  set: {
    [k: string]: string;
  };
  without: string[];
  result: Comparison | null;
  source: number;
}
/**
 * Baseline against changed, pair by pair.
 */
export interface Comparison {
  replicates: number;
  identical: boolean;
  outcomes: PairedDifference[];
  measures: PairedDifference[];
  flow: Flow[];
  peaks: PeakPair[];
  /**
   * Independent pairs that would have been needed for the same precision.
   */
  saved: number | null;
  baseline_street: Band | null;
  baseline_outcomes: OutcomeShare[] | null;
  trace?: {
    [k: string]: unknown;
  } | null;
  command: string;
}
/**
 * A quantity without and with a change, over pairs with shared luck.
 */
export interface PairedDifference {
  name: string;
  title: string;
  unit: string;
  kind: string;
  baseline: number | null;
  changed: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  clear: boolean;
  pairs: number;
  happens?: {
    [k: string]: number | null;
  } | null;
}
/**
 * How many pairs end in one way without the change and in another with it.
 */
export interface Flow {
  from: string;
  to: string;
  count: number;
}
/**
 * Fullest day of a pair of runs: people without and with the change, and how both end.
 */
export interface PeakPair {
  replicate: number;
  baseline: number;
  changed: number;
  baseline_outcome: string;
  changed_outcome: string;
}
/**
 * What lasts, by the days of this section.
 */
export interface Aftermath {
  days: string[];
  alignment: Band;
  other_front: Band;
  credit: Band;
  nationalism: Band;
  heirs: Heir[];
  neighbors: Neighbor[];
  packages: SanctionRow[];
  wealth: FactionAbroad[];
  /**
   * What-ifs about sanctions, by name.
   */
  sanction_whatifs: string[];
}
/**
 * A ruler's choice to name an heir, and how tightly he holds his country.
 */
export interface Heir {
  id: string;
  title: string;
  naming_before: Point;
  naming_after: Point;
  control_before: Point;
  control_after: Point;
  source: number;
}
/**
 * Public chance that a neighbor's regime would fall.
 */
export interface Neighbor {
  id: string;
  title: string;
  likeness: number;
  distance: number;
  before: Point;
  after: Point;
  source: number;
}
/**
 * One package of sanctions in one jurisdiction.
 */
export interface SanctionRow {
  package: string;
  jurisdiction: string;
  probability: number;
  share_seized: number;
  trigger_deaths: number;
  delay: number;
  /**
   * Share of runs in which it begins to threaten.
   */
  triggered: number;
  source: number;
}
/**
 * A faction's wealth abroad and what it does under threat.
 */
export interface FactionAbroad {
  faction: string;
  exposure: Point;
  risk: Point;
  /**
   * Share of runs in which it broke with the ruler.
   */
  defected: number;
}
/**
 * How the numbers came about, and what they leave out.
 */
export interface Method {
  command: string;
  python: string;
  seed: number;
  version: string;
  guard: {
    [k: string]: unknown;
  } | null;
  hindcast: {
    [k: string]: unknown;
  } | null;
  coverage: {
    [k: string]: Coverage;
  };
  record: RecordRow[];
  not_modeled: string[];
  mechanisms: {
    [k: string]: string;
  }[];
  licenses: License[];
  sources_text: string;
}
/**
 * Observations inside the middle 90% of the runs.
 */
export interface Coverage {
  inside: number;
  total: number;
}
/**
 * One observation beside the runs; times in ISO 8601.
 */
export interface RecordRow {
  id: string;
  measure: string;
  place: string;
  date: string | null;
  use: string;
  unit: string;
  confidence: string;
  observed: {
    [k: string]: unknown;
  };
  simulated: {
    [k: string]: unknown;
  };
  inside: boolean | null;
  source: number;
}
/**
 * A license of what the scenario is made of.
 */
export interface License {
  title: string;
  text: string;
}
/**
 * What can be set.
 */
export interface Inputs {
  groups: Group[];
  sliders: Slider[];
  presets: Preset[];
}
/**
 * A mechanism whose parameters stand together.
 */
export interface Group {
  id: string;
  title: string;
  on: boolean;
}
/**
 * A parameter that can be set.
 */
export interface Slider {
  path: string;
  title: string;
  group: string;
  unit: string;
  meaning: string;
  low: number;
  high: number;
  step: number;
  scale: "linear" | "log";
  /**
   * The value, or the middle of the draws.
   */
  baseline: number;
  /**
   * Whether the baseline draws it anew in each run.
   */
  drawn: boolean;
  drawn_low: number | null;
  drawn_high: number | null;
  /**
   * What this run set; null if nothing.
   */
  value: number | null;
  featured: boolean;
  source: number;
}
/**
 * A named change: an intervention, or an explanation left out.
 */
export interface Preset {
  name: string;
  kind: "intervention" | "explanation";
  title: string;
  meaning: string;
  set: {
    [k: string]: string;
  };
  without: string[];
  /**
   * Whether this run has it.
   */
  on: boolean;
  source: number;
}
/**
 * A quick guess of the outcome shares from the featured inputs.
 *
 * Multinomial logit: with z = (x - mean) / scale, the terms are 1, then each z, then for every
 * pair of inputs in `terms` the product of their z. The shares are the softmax of the
 * coefficients times the terms.
 */
export interface Surrogate {
  inputs: string[];
  classes: string[];
  low: number[];
  high: number[];
  mean: number[];
  scale: number[];
  /**
   * Positions of the inputs whose z are multiplied: none, one or two.
   */
  terms: number[][];
  /**
   * One row a class, one column a term.
   */
  coefficients: number[][];
  /**
   * Percentage points: error of an outcome's share, root mean square, at inputs that the fit has not seen.
   */
  held_out_error: number;
  /**
   * What to print beside a preview.
   */
  label: string;
  /**
   * Percentage points: largest error at the baseline, against the page's runs.
   */
  baseline_error: number | null;
  simulations: number;
  /**
   * Inputs and the shares that they lead to, to test a reader with.
   */
  check: {
    [k: string]: number[];
  }[];
}
/**
 * A role of the teacher mode.
 */
export interface Role {
  id: string;
  title: string;
  who: string;
  meaning: string;
  options: Option[];
  days: Turn[];
}
/**
 * Something that a role may choose.
 */
export interface Option {
  id: string;
  title: string;
  meaning: string;
  set: {
    [k: string]: string;
  };
  without: string[];
  first_day_only: boolean;
}
/**
 * A day on which a role chooses.
 */
export interface Turn {
  date: string;
  why: string;
  options: string[];
}
