// Outcomes run from no change to civil war, so their colors are one scale of falling lightness: cool
// while the ruling house stands, warm when it falls. In grey the order stays; labels are always there.
const OUTCOMES = ["#b4d2e6", "#74aed3", "#3f86b0", "#c4551d", "#8a2d14", "#43121c"];
const ON_OUTCOMES = ["#13242e", "#13242e", "#ffffff", "#ffffff", "#ffffff", "#ffffff"];

/** Color of an outcome by its place among so many. */
export const outcomeColor = (rank: number, of = 6): string => pick(OUTCOMES, rank, of);
export const onOutcome = (rank: number, of = 6): string => pick(ON_OUTCOMES, rank, of);

function pick(colors: string[], rank: number, of: number): string {
  const at = of <= colors.length ? rank : Math.round((rank / (of - 1)) * (colors.length - 1));
  return colors[Math.max(0, Math.min(colors.length - 1, at))]!;
}

// Kinds without an order: Okabe and Ito (2008), told apart without red and green.
const KINDS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7f6a00", "#5a5a5a", "#8f4fa8"];
export const kindColor = (index: number): string => KINDS[index % KINDS.length]!;

/** Shares from none to all: steps of one hue, the lightest still darker than the land. */
export const SHARE_STEPS = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9];
const SHARES = ["#f1efe9", "#fdf0d8", "#fbdfb5", "#f8c684", "#f0a754", "#e0862f", "#c96a1b"];
export function shareColor(share: number | null | undefined): string {
  if (share === null || share === undefined) return "#f3f1ec";
  let at = 0;
  SHARE_STEPS.forEach((step, index) => {
    if (share >= step) at = index;
  });
  return SHARES[at]!;
}

export const INK = "#16262f";
export const MUTED = "#53636e";
export const LINE = "#d6dde2";
export const BAND = "#cfdfea";
export const BAND_INNER = "#a9c6d9";
export const MEDIAN = "#0d4a6e";
export const RECORD = "#b3261e";
